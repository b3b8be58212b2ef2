"""Walks a folder and reads its files as text, bounded, and never through what could hang or lead in a circle."""

from __future__ import annotations

import io
import os
import stat
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runner.banks.entry import Place, Unread
from runner.errors import BankInvalid

FILE_LIMIT_BYTES: Final = 4 * 1024 * 1024
LEFT_OUT: Final = frozenset({"__pycache__", "node_modules", "site-packages"})
"""Folders that hold nobody's questions, unless one of them is the bank itself; hidden ones are left out too."""


@dataclass(frozen=True, slots=True)
class File:
    """A regular file of a bank."""

    path: Path
    name: str
    """Its path inside the bank, printable, with slashes."""
    root: Path
    encoding: str = "utf-8"
    """How its bytes are read where the file itself says nothing of it."""

    def text(self, limit: int = FILE_LIMIT_BYTES) -> str:
        """What it says; raises ``BankInvalid`` for what is no text, or longer than ``limit`` bytes."""
        content = self.content(limit)
        encoding = _declared(content) if self.path.suffix == ".py" else ""
        try:
            return io.TextIOWrapper(io.BytesIO(content), encoding=encoding or self.with_mark).read()
        except UnicodeDecodeError as error:
            raise BankInvalid(f"not {encoding or self.encoding} at byte {error.start}") from error

    @property
    def with_mark(self) -> str:
        """The encoding's name for a file that may begin with a byte order mark."""
        return "utf-8-sig" if self.encoding == "utf-8" else self.encoding

    def content(self, limit: int = FILE_LIMIT_BYTES) -> bytes:
        """Its bytes; raises ``BankInvalid`` as ``text`` does."""
        try:
            with self.path.open("rb") as file:
                content = file.read(limit + 1)
        except OSError as error:
            raise BankInvalid(error.strerror or str(error)) from error
        if len(content) > limit:
            raise BankInvalid(f"longer than {limit} bytes")
        if b"\0" in content:
            raise BankInvalid("binary: it holds a NUL byte")
        return content


def files(folder: Path, encoding: str = "utf-8") -> Iterator[File | Unread]:
    """Every regular file in ``folder`` and below, by name; what is no such file, or cannot be listed, is unread.

    Links to folders are not followed: they lead out of the bank, or round in a circle. Raises ``BankInvalid`` where
    ``folder`` is none, or the encoding is unknown.
    """
    try:
        "".encode(encoding)
    except LookupError as error:
        raise BankInvalid(f"unknown encoding {encoding!r}") from error
    if folder.is_file():
        yield File(folder, printable(folder.name), folder.parent, encoding)
        return
    if not folder.is_dir():
        raise BankInvalid(f"{printable(str(folder))} is no folder")
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda each: each.name)
        except OSError as error:
            yield Unread(Place(_name(here, folder)), error.strerror or str(error))
            continue
        below: list[Path] = []
        for each in entries:
            if not each.name.startswith("."):
                yield from _file(each, folder, encoding, below)
        waiting += reversed(below)


def _file(each: os.DirEntry[str], folder: Path, encoding: str, below: list[Path]) -> Iterator[File | Unread]:
    path = Path(each.path)
    name = _name(path, folder)
    try:
        mode = each.stat().st_mode
    except OSError as error:
        yield Unread(Place(name), error.strerror or str(error))
        return
    if stat.S_ISDIR(mode):
        if each.is_symlink():
            yield Unread(Place(name), "a link to a folder, which is not followed")
        elif each.name not in LEFT_OUT:
            below.append(path)
    elif stat.S_ISREG(mode):
        yield File(path, name, folder, encoding)
    else:
        yield Unread(Place(name), "no regular file")


def printable(text: str) -> str:
    """A name from the file system, whatever bytes it was made of."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _name(path: Path, folder: Path) -> str:
    return printable(path.relative_to(folder).as_posix())


def _declared(content: bytes) -> str:
    """The encoding that a Python file declares, if it declares one."""
    try:
        encoding, lines = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError as error:
        if any(b"coding" in line for line in content.splitlines()[:2]):
            raise BankInvalid(str(error)) from error
        return ""
    return encoding if any(b"coding" in line for line in lines) else ""
