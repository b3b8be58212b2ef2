"""Banks on disk for tests, and what is read of them."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from runner.banks import formats
from runner.banks.entry import Entry, Question, Session, Snippet, Unread

Shape = TypeVar("Shape", Session, Snippet, Question, Unread)


def write(folder: Path, **files: str) -> Path:
    """``folder`` with each file; ``a__b_md="text"`` is ``a/b.md``."""
    for name, text in files.items():
        path = folder / ".".join(name.replace("__", "/").rsplit("_", 1))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, wanted: str = "", encoding: str = "utf-8") -> list[Entry]:
    return list(formats.read(folder, wanted, encoding))


def only(shape: type[Shape], entries: list[Entry]) -> Shape:
    """The one entry there is, which is of that shape."""
    (entry,) = entries
    assert isinstance(entry, shape), entry
    return entry


def complaints(entries: list[Entry]) -> dict[str, str]:
    """What is said of the files that cannot be read, by place."""
    return {str(entry.place): entry.complaint for entry in entries if isinstance(entry, Unread)}
