"""What a pack holds once it was read: values that know where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quizapp.catalog.body import Body
from quizapp.catalog.errors import PackProblem
from quizapp.catalog.pack_files import PackFile, PatternFile
from quizapp.catalog.yaml_reader import MarkedData


@dataclass(frozen=True)
class ItemContents:
    """An item of a pack: its slug, what it says, and where that stands."""

    slug: str
    content: Body
    file: str
    line: int


@dataclass(frozen=True)
class PatternContents:
    """A pattern of a pack with its items."""

    pattern: PatternFile
    items: tuple[ItemContents, ...]
    folder: Path
    marks: MarkedData = field(repr=False, compare=False)


@dataclass(frozen=True)
class PackContents:
    """A whole pack, valid in itself."""

    subject: PackFile
    patterns: tuple[PatternContents, ...]
    folder: Path
    warnings: tuple[PackProblem, ...] = ()

    def items(self) -> Iterator[ItemContents]:
        """Every item of the pack."""
        for pattern in self.patterns:
            yield from pattern.items
