"""Programs beside the file that holds what they print: ``loops.py`` with ``loops.out``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from runner.banks.entry import Entry, Place, Snippet
from runner.banks.files import File

ABOUT: Final = "programs, each with its output in a file beside it"

ENDINGS: Final = (".out", ".expected", ".stdout")
"""What the file of the output is called, the first that is there."""


def takes(file: File) -> bool:
    return file.path.suffix == ".py" and _output(file.path) is not None


def read(file: File) -> Iterator[Entry]:
    path = _output(file.path)
    if path is None:
        return
    # What it prints is read as UTF-8 by the runner as well, whatever its source is written in.
    beside = File(path, file.name.removesuffix(".py") + path.suffix, file.root, file.encoding)
    yield Snippet(Place(file.name), file.name.removesuffix(".py"), file.text(), beside.text())


def _output(path: Path) -> Path | None:
    return next((beside for ending in ENDINGS if (beside := path.with_suffix(ending)).is_file()), None)
