"""What checking an entry of a bank showed."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from runner.banks.entry import Place
from runner.protocol import Environment


class Standing(enum.StrEnum):
    """Whether a key holds, in the order of how little is wrong."""

    HOLDS = "holds"
    """Every run printed it, or an output that differs in nothing but its spelling."""
    NOT_CHECKED = "not-checked"
    """Nothing is claimed that a run could show, or its author leaves it out."""
    CANNOT_RUN = "cannot-run"
    """It needs what is not here, or cannot be read: nobody knows."""
    CHANCE = "chance"
    """Runs disagreed: no key can be right."""
    WRONG = "wrong"
    """Every run printed the same, and it is something else."""


class Spelling(enum.StrEnum):
    """In what an output that holds differs from the key, the least first."""

    EXACT = "exact"
    """In nothing, or in what a directive of the author's allows."""
    BLANKS = "blanks"
    """In blanks and line ends."""
    ABBREVIATED = "abbreviated"
    """The key stands for the rest with ``...``."""
    COMMENT = "comment"
    """The key has a comment beside it."""
    NUMBERS = "numbers"
    """How numbers, scalars of numpy, quotes or addresses are written."""
    NOISE = "noise"
    """In digits so late that rounding decides them, on another processor otherwise."""
    ROUNDED = "rounded"
    """The key shows fewer digits."""
    MESSAGE = "message"
    """What the exception says, whose type is the key's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one key."""

    place: Place
    id: str
    standing: Standing
    reason: str = ""
    """Why it does not hold, in one sentence."""
    wanted: str = ""
    printed: str = ""
    """What the first run printed, and the exception it raised."""
    spelling: Spelling = Spelling.EXACT
    because: tuple[str, ...] = ()
    """What the runs disagreed over, by the names of the causes."""
    runs: int = 0
    environment: Environment | None = None
