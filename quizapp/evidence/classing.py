"""What a difference between two pieces of evidence of one program amounts to, as plain Python: one of nine classes.

Formatting is what a reader of the choices would not notice: how a value is written, not which value it is. Where the
choices themselves differ in nothing else, the same difference is a change.
"""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from runner.comparison import normalise, numbers_paired
from runner.protocol import Expectation, Verdict

RELATIVE_TOLERANCE: Final = 1e-6
"""How far numbers may drift where the author declared no tolerance: single precision computed in another order."""

_BARE_POINT: Final = re.compile(r"(?<=\d)\.(?![\w.])", re.ASCII)
_AROUND_BRACKETS: Final = re.compile(r"\s*([\[\](){},])\s*")


class Difference(enum.StrEnum):
    """What a program shows in one environment beside what it had shown."""

    SAME = "same"
    """Nothing differs."""
    FORMATTING = "formatting"
    """Only how things are written: reprs, blanks, line breaks, the wording of warnings and messages."""
    DRIFT = "drift"
    """Numbers differ, and stay within the declared tolerance, or within ``RELATIVE_TOLERANCE``."""
    WARNING = "warning"
    """The answer is the same, and a kind of warning came that was not there before."""
    CHANGED = "changed"
    """It prints, or raises, something else."""
    RAISES = "raises"
    """It ended, and now ends with an exception."""
    NO_LONGER_RAISES = "no-longer-raises"
    """It ended with an exception, and now does not."""
    BECAME_UNSTABLE = "became-unstable"
    """Its runs agreed, and now do not."""
    BECAME_STABLE = "became-stable"
    """Its runs disagreed, and now agree."""


ALARMS: Final = frozenset(
    {Difference.CHANGED, Difference.RAISES, Difference.NO_LONGER_RAISES, Difference.BECAME_UNSTABLE}
)
"""The classes after which a key may be wrong; the others bother nobody."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one piece of evidence shows, as far as it is compared."""

    verdict: Verdict
    output: str
    matched: str | None = None
    """The one choice it equals."""
    exception: str = ""
    """Type of the exception it ended with; empty where it did not."""
    message: str = ""
    warnings: tuple[str, ...] = ()
    """``Category: text``, as an execution reports them."""


def classify(before: Seen, after: Seen, expectation: Expectation) -> Difference | None:
    """The class of the difference; None where one of the two was inconclusive, which is no difference but a gap."""
    if Verdict.INCONCLUSIVE in {before.verdict, after.verdict}:
        return None
    if Verdict.UNSTABLE in {before.verdict, after.verdict}:
        return _of_stability(before, after)
    if bool(before.exception) != bool(after.exception):
        return Difference.RAISES if after.exception else Difference.NO_LONGER_RAISES
    shown = _of_output(before, after, expectation)
    if shown is not Difference.CHANGED and _new_warnings(before, after):
        return Difference.WARNING
    if shown is Difference.SAME and (before.message, before.warnings) != (after.message, after.warnings):
        return Difference.FORMATTING
    return shown


def _of_stability(before: Seen, after: Seen) -> Difference:
    if before.verdict == after.verdict:
        return Difference.SAME
    return Difference.BECAME_UNSTABLE if after.verdict == Verdict.UNSTABLE else Difference.BECAME_STABLE


def _of_output(before: Seen, after: Seen, expectation: Expectation) -> Difference:
    if _bare_name(before.exception) != _bare_name(after.exception):
        return Difference.CHANGED
    same_choice = before.matched == after.matched
    if before.output == after.output:
        return Difference.SAME if same_choice else Difference.CHANGED
    for difference, alike in (
        (Difference.FORMATTING, _written_alike),
        (Difference.DRIFT, _near(expectation.comparison.tolerance)),
    ):
        if alike(before.output, after.output):
            holds = same_choice or _still_the_key(before, after, expectation, alike)
            return difference if holds else Difference.CHANGED
    if same_choice and before.verdict == after.verdict == Verdict.PROVEN:
        return Difference.FORMATTING  # the author's own relation takes both for the key, such as lines in any order
    return Difference.CHANGED


def _still_the_key(before: Seen, after: Seen, expectation: Expectation, alike: Callable[[str, str], bool]) -> bool:
    """Whether a reader would find the same choice right: no other one is as close, and not every character counts."""
    if after.matched is not None or expectation.comparison.relation == "exact":
        return False
    answer = f"{after.output.rstrip()}\n{_bare_name(after.exception)}".strip()
    return not any(alike(choice.text, answer) for choice in expectation.choices if choice.id != before.matched)


def _bare_name(exception: str) -> str:
    """The type without its module, which libraries move it between."""
    return exception.rpartition(".")[2]


def _new_warnings(before: Seen, after: Seen) -> bool:
    return bool(_categories(after) - _categories(before))


def _categories(seen: Seen) -> set[str]:
    return {warning.partition(":")[0] for warning in seen.warnings}


def _written_alike(left: str, right: str) -> bool:
    return _plain(left) == _plain(right)


@lru_cache(maxsize=256)  # a baseline, and the choices, are compared again and again
def _plain(text: str) -> str:
    """``text`` without what only formats it: wrappers of scalars, addresses, blanks, a point that nothing follows."""
    unwrapped = _BARE_POINT.sub(".0", normalise(text).text)
    return _AROUND_BRACKETS.sub(r"\1", " ".join(unwrapped.split()))


def _near(tolerance: float | None) -> Callable[[str, str], bool]:
    def near(left: str, right: str) -> bool:
        pairs = numbers_paired(_plain(left), _plain(right))
        return pairs is not None and all(close(one, other) for one, other in pairs)

    def close(left_text: str, right_text: str) -> bool:
        left, right = float(left_text), float(right_text)
        if not (math.isfinite(left) and math.isfinite(right)):
            return left_text.lstrip("+") == right_text.lstrip("+")
        if tolerance is not None:
            return abs(left - right) <= tolerance
        if left_text.lstrip("+-").isdigit() or right_text.lstrip("+-").isdigit():
            return left_text == right_text  # another count, or another type
        return abs(left - right) <= RELATIVE_TOLERANCE * max(abs(left), abs(right))

    return near
