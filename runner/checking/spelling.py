"""How far an output is from a key: the strictest comparison that both still pass.

A docstring that shows ``array([0.333, ...])`` abbreviates on purpose. Each step down takes more, and is told.
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Sequence
from typing import Final

from runner.checking.finding import Spelling
from runner.comparison import matches, normalise, numbers_apart

_CHECK: Final = doctest.OutputChecker().check_output
NOISE: Final = 1e-12
"""Of the largest number in an output: what double precision may lose over a computation."""
_LOOSE: Final = doctest.NORMALIZE_WHITESPACE
_NEAR_BRACKETS: Final = re.compile(r"(?<=[\[(,])\s+|\s+(?=[\]),])")
_COMMENT: Final = re.compile(r"(?:^|[ \t]+)#.*$", re.MULTILINE)
_MARK: Final = re.compile(r"^[ \t]*#+ ?", re.MULTILINE)
_ONE_COMPLEX: Final = re.compile(r"\(([-+.\de]+j)\)")
_IMAGINARY: Final = re.compile(r"(?<=[\d.]) ?([-+]) ?((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)j\b")
_EXCEPTION: Final = re.compile(r"^((?:\w+\.)*)(\w+)(?::|\s*$)")


def spelling(printed: str, wanted: str, flags: int = 0) -> Spelling | None:
    """``None`` where ``printed`` is something else than ``wanted``; ``flags`` are doctest's that the author set."""
    if _CHECK(wanted, printed, flags):
        return Spelling.EXACT
    if _CHECK(wanted, printed, flags | _LOOSE):
        return Spelling.BLANKS
    if "..." in wanted and _CHECK(wanted, printed, flags | _LOOSE | doctest.ELLIPSIS):
        return Spelling.ABBREVIATED
    wanted = wanted.replace(doctest.BLANKLINE_MARKER, "")
    if _closed_up(printed) == _closed_up(wanted):
        return Spelling.BLANKS
    if (bare := without_comments(wanted)) != wanted:
        return loosest([Spelling.COMMENT, spelling(printed, bare, flags)])
    return _otherwise(_plain(printed), _plain(wanted))


def _otherwise(printed: str, wanted: str) -> Spelling | None:
    if printed == wanted or matches("numbers", None, printed, "", wanted):
        return Spelling.NUMBERS
    apart = numbers_apart(printed, wanted)
    if apart is not None and apart <= NOISE:
        return Spelling.NOISE
    if matches("rounded", None, printed, "", wanted):
        return Spelling.ROUNDED
    if "..." in wanted and _CHECK(f"{wanted}\n", f"{printed}\n", _LOOSE | doctest.ELLIPSIS):
        return Spelling.ABBREVIATED
    return None


def without_comments(wanted: str) -> str:
    """A key as it would be printed, where its author wrote a comment beside it, or wrote all of it as a comment."""
    bare = _COMMENT.sub("", wanted)
    return bare if bare.strip() else _MARK.sub("", wanted)


def furthest_apart(printed: str, wanted: str) -> float | None:
    """How far apart two outputs are that differ in nothing but numbers, as ``numbers_apart`` has it."""
    return numbers_apart(_plain(printed), _plain(without_comments(wanted)))


def spelling_of_exception(raised: str, wanted: str, flags: int = 0) -> Spelling | None:
    """The same for the last line of a traceback."""
    if _CHECK(f"{wanted.rstrip()}\n", f"{raised}\n", flags | doctest.ELLIPSIS):
        return Spelling.EXACT
    if _type(raised) and _type(raised) == _type(wanted):
        return Spelling.EXACT if flags & doctest.IGNORE_EXCEPTION_DETAIL else Spelling.MESSAGE
    return None


def loosest(found: Sequence[Spelling | None]) -> Spelling | None:
    """How all of several outputs are spelt; ``None`` where one of them is something else."""
    known = [each for each in found if each is not None]
    return max(known, key=list(Spelling).index) if known and len(known) == len(found) else None


def _plain(text: str) -> str:
    """Without what the normaliser takes away, all quotes of one kind, complex numbers as two plain ones."""
    bare = _closed_up(normalise(text).text).replace('"', "'")
    return _IMAGINARY.sub(r" \1\2 j", _ONE_COMPLEX.sub(r"\1", bare))


def _closed_up(text: str) -> str:
    """Without the blanks and line ends that arrays are laid out with."""
    return _NEAR_BRACKETS.sub("", " ".join(text.split()))


def _type(line: str) -> str:
    found = _EXCEPTION.match(line)
    return found[2] if found else ""
