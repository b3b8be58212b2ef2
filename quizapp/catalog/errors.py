"""The catalogue's tree of errors.

CatalogError
├── RevisionIsImmutable
├── WrongItemType
├── YamlInvalid
├── PackInvalid
└── ExportRefused
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class PackProblem:
    """What is wrong in a pack and where; ``line`` and ``column`` count from 1 and are 0 for a file as a whole."""

    file: str
    line: int
    column: int
    field: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: "
        field = f"{self.field}: " if self.field else ""
        meant = f" (did you mean {self.suggestion!r}?)" if self.suggestion else ""
        return f"{place}{field}{self.message}{meant}"


class CatalogError(Exception):
    """Base of the catalogue's errors."""


class RevisionIsImmutable(CatalogError):
    """Somebody tried to change a revision instead of making a new one."""


class WrongItemType(CatalogError):
    """An item was to say what only another type of item can."""


class YamlInvalid(CatalogError):
    """A file is not the YAML that packs are written in."""

    def __init__(self, problems: Sequence[PackProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class PackInvalid(CatalogError):
    """A pack breaks its schema; ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: Sequence[PackProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class ExportRefused(CatalogError):
    """A subject cannot be written where it was asked to be."""
