"""What a bank holds, in four shapes, whatever format it was written in; each says where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_ASKS_FOR_OUTPUT: Final = re.compile(
    r"\b(?:prints?|printed|outputs?|displays?|displayed|evaluates?|results?|returns?|shows?|raises?|raised)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; 0 is the file as a whole."""

    file: str
    """Relative to the bank's folder, with slashes, always printable."""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose an entry is and under which terms, as far as the bank says so."""

    source: str = ""
    author: str = ""
    licence: str = ""


NOBODY = Attribution()


@dataclass(frozen=True, slots=True)
class Example:
    """One prompt of a session and what is shown below it, as doctest reads them."""

    source: str
    want: str
    """Empty where nothing is shown."""
    line: int
    raises: str | None = None
    """The last line of the traceback that is shown, if one is."""
    flags: int = 0
    """doctest's option flags that its directives turn on."""
    skipped: str = ""
    """The directive by which its author leaves it out, if there is one."""


@dataclass(frozen=True, slots=True)
class Session:
    """Examples that share a namespace: of one docstring, or of one file of text."""

    place: Place
    id: str
    examples: tuple[Example, ...]
    module: str = ""
    """The module whose names the examples may use."""
    module_source: str = field(default="", repr=False)
    """That module's source, where it stands alone and cannot be imported by its name."""
    attribution: Attribution = NOBODY


@dataclass(frozen=True, slots=True)
class Snippet:
    """A whole program and all that it is said to print."""

    place: Place
    id: str
    code: str
    output: str
    attribution: Attribution = NOBODY


@dataclass(frozen=True, slots=True)
class Question:
    """A stem with choices, one of which is marked as right."""

    place: Place
    id: str
    stem: str
    code: str
    """The code that belongs to the stem; empty where there is none."""
    choices: tuple[str, ...]
    key: int
    """Which of ``choices``, counted from 0."""
    attribution: Attribution = NOBODY

    @property
    def asks_for_output(self) -> bool:
        """Whether it has code, and its stem asks what that code does."""
        return bool(self.code) and _ASKS_FOR_OUTPUT.search(self.stem) is not None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a part of one, that cannot be read; the others go on."""

    place: Place
    complaint: str


Entry = Session | Snippet | Question | Unread
