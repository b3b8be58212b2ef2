"""The formats there are, and the reading of a whole folder in them, one file after another."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from runner.banks import checklists, docstrings, mapped, mapping, pairs, prompts
from runner.banks.entry import Entry, Place, Unread
from runner.banks.files import File, files
from runner.errors import BankInvalid

FORMATS: Final = {
    "docstrings": docstrings,
    "prompts": prompts,
    "pairs": pairs,
    "checklists": checklists,
    "mapped": mapped,
}
"""One module for each; all of them are looked for unless one is named."""


def read(folder: Path, wanted: str = "", encoding: str = "utf-8") -> Iterator[Entry]:
    """Every entry of ``folder`` in the format ``wanted``, or in whichever each file is in.

    Only one file is held in memory at a time. A file that cannot be read is told as ``Unread``, and the others go on;
    raises ``BankInvalid`` for a folder that is none and for a mapping that makes no sense.
    """
    mappings: list[mapping.Placed] = []
    if wanted in {"", "mapped"} and (folder / mapping.FILE_NAME).is_file():
        mappings.append(mapping.load(folder / mapping.FILE_NAME))
    if wanted == "mapped" and not mappings:
        raise BankInvalid(f"the format 'mapped' needs a {mapping.FILE_NAME} in the folder")
    for file in files(folder, encoding):
        if isinstance(file, Unread):
            yield file
            continue
        try:
            yield from _entries(file, wanted, mappings)
        except BankInvalid as refused:
            yield Unread(Place(file.name), str(refused))
        except OSError as error:
            yield Unread(Place(file.name), error.strerror or str(error))


def _entries(file: File, wanted: str, mappings: list[mapping.Placed]) -> Iterator[Entry]:
    for placed in mappings:
        if _is_mapped(file, placed):
            yield from mapped.read(file, placed.mapping)
            return
    if wanted in {"", "pairs"} and pairs.takes(file):
        # Its docstrings may hold examples all the same, but then it would not be a program to run whole.
        yield from pairs.read(file)
        return
    for name, format_ in (("docstrings", docstrings), ("prompts", prompts), ("checklists", checklists)):
        if wanted in {"", name} and format_.takes(file):
            yield from format_.read(file)


def _is_mapped(file: File, placed: mapping.Placed) -> bool:
    return fnmatch.fnmatchcase(file.name, placed.mapping.bank.files)
