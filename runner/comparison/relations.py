"""The relations under which a run's output equals the text of a choice.

A program that raised can be an answer too: its choice is the output before the exception, if any, and a last line
that names the exception's type. Under ``exception`` the output before it does not matter.
"""

from __future__ import annotations

import decimal
import math
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from runner.comparison.normaliser import normalise

_NUMBER: Final = re.compile(r"(?<![\w.])[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,6})?|inf|nan)(?![\w])", re.ASCII)
_SHAPE: Final = re.compile(
    r"(?:torch\.Size|TensorShape|Size|shape\s*[:=]\s*)?\s*\(?\s*[\[(]?\s*"
    r"((?:\d+|None)(?:\s*[,x×]\s*(?:\d+|None))*)?\s*,?\s*[\])]?\s*\)?",
    re.ASCII,
)
_EXCEPTION_NAME: Final = re.compile(
    r"\b(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt|Exit|Iteration|Failure|Fault)\b", re.ASCII
)
_ANY_EXCEPTION: Final = re.compile(r"(?:it |this |the code )?(?:raises )?(?:an? )?(?:error|exception)")


def matches(relation: str, tolerance: float | None, output: str, exception_type: str, choice: str) -> bool:
    """Whether a run that printed ``output`` and raised ``exception_type`` (or nothing: ``""``) is ``choice``.

    ``relation`` is one of ``RELATIONS`` or ``rounded``; ``tolerance`` is an absolute difference and counts with
    ``numbers`` only.
    """
    if relation == "exception":
        return _names(choice, exception_type) if exception_type else _lines(output, choice, None)
    equal = _rounded if relation == "rounded" else RELATIONS[relation]
    if not exception_type:
        return equal(output, choice, tolerance)
    before, _, last = choice.rstrip().rpartition("\n")
    if not _names(last, exception_type):
        return False
    return equal(output, before, tolerance) if before.strip() or output.strip() else True


def _exact(output: str, choice: str, _tolerance: float | None) -> bool:
    """Every character, but for the line end that ``print`` adds."""
    return output.removesuffix("\n") == choice.removesuffix("\n")


def _lines(output: str, choice: str, _tolerance: float | None) -> bool:
    """Line by line, without blanks at either side of a line and blank lines at either end."""
    return _stripped_lines(output) == _stripped_lines(choice)


def _numbers(output: str, choice: str, tolerance: float | None) -> bool:
    """The same words with the same numbers between them, each within ``tolerance``; ``1``, ``1.`` and ``1.0`` agree."""
    pairs, near = numbers_paired(output, choice), _near(tolerance or 0.0)
    return pairs is not None and all(near(left, right) for left, right in pairs)


def _rounded(output: str, choice: str, _tolerance: float | None) -> bool:
    """The same words with the same numbers between them, rounded as the choice shows them."""
    pairs = numbers_paired(output, choice)
    return pairs is not None and all(
        _near(0.5 * 10.0 ** -len(right.lower().partition("e")[0].partition(".")[2]))(left, right)
        for left, right in pairs
    )


def _multiset(output: str, choice: str, _tolerance: float | None) -> bool:
    """The same lines as often, in any order."""
    left, right = (Counter(line for line in _stripped_lines(text) if line) for text in (output, choice))
    return left == right


def _shape(output: str, choice: str, _tolerance: float | None) -> bool:
    """The same shape on each line, however it is written: ``torch.Size([2, 3])``, ``(2, 3)``, ``2 x 3``."""
    left, right = _shapes(output), _shapes(choice)
    return left is not None and left == right


RELATIONS: Final[dict[str, Callable[[str, str, float | None], bool]]] = {
    "exact": _exact,
    "lines": _lines,
    "numbers": _numbers,
    "multiset": _multiset,
    "shape": _shape,
    "exception": _lines,
}
"""How two texts are compared, by relation; under ``exception`` a run without one is compared by lines."""

LOOSER: Final[dict[str, tuple[str, ...]]] = {
    "exact": ("lines", "numbers", "rounded", "multiset", "exception"),
    "lines": ("numbers", "rounded", "multiset", "exception"),
    "numbers": ("rounded", "exception"),
    "multiset": ("exception",),
    "shape": ("exception",),
    "exception": (),
}
"""For each relation those that take more, the nearest first; ``rounded`` is none that an author can declare."""


def numbers_paired(left: str, right: str) -> list[tuple[str, str]] | None:
    """Numbers at the same place in both, as they are written; ``inf`` and ``nan`` are numbers.

    ``None`` where the two do not have the same words with as many numbers between them.
    """
    left_words, left_numbers = _split_numbers(left)
    right_words, right_numbers = _split_numbers(right)
    if left_words != right_words or len(left_numbers) != len(right_numbers):
        return None
    return list(zip(left_numbers, right_numbers, strict=True))


def numbers_apart(left: str, right: str) -> float | None:
    """The largest difference between numbers at the same place, as a share of the largest number there is.

    ``None`` where ``numbers_paired`` finds none.
    """
    found = numbers_paired(left, right)
    if found is None:
        return None
    pairs = [(float(one), float(other)) for one, other in found]
    apart = max((_difference(one, other) for one, other in pairs), default=0.0)
    scale = max((abs(each) for pair in pairs for each in pair if math.isfinite(each)), default=0.0)
    return apart / scale if apart and math.isfinite(apart) else apart


def _difference(left: float, right: float) -> float:
    if left == right or (math.isnan(left) and math.isnan(right)):
        return 0.0
    return abs(left - right) if math.isfinite(left) and math.isfinite(right) else math.inf


def _stripped_lines(text: str) -> list[str]:
    return [line.strip() for line in normalise(text).text.strip().split("\n")]


@lru_cache(maxsize=256)  # one output is held against every choice, and one choice against many outputs
def _split_numbers(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    clean = " ".join(_stripped_lines(text))
    words = tuple(" ".join(part.split()) for part in _NUMBER.split(clean))
    return words, tuple(_NUMBER.findall(clean))


def _near(tolerance: float) -> Callable[[str, str], bool]:
    allowed = decimal.Decimal(repr(tolerance))

    def near(left_text: str, right_text: str) -> bool:
        left, right = decimal.Decimal(left_text), decimal.Decimal(right_text)
        if left.is_nan() or right.is_nan():
            return left.is_nan() and right.is_nan()
        if left == right:
            return True
        if left.is_infinite() or right.is_infinite():
            return False
        with decimal.localcontext(decimal.Context(prec=60, traps=[])):
            return abs(left - right) <= allowed

    return near


def _shapes(text: str) -> list[tuple[str, ...]] | None:
    shapes = []
    for line in _stripped_lines(text):
        found = _SHAPE.fullmatch(line)
        if found is None or not line:
            return None
        shapes.append(tuple(re.findall(r"\d+|None", found[1] or "")))
    return shapes


def _names(choice: str, exception_type: str) -> bool:
    """Whether ``choice`` names this exception and no other, or just says that there is an error."""
    names = {name.rpartition(".")[2] for name in _EXCEPTION_NAME.findall(choice.partition(":")[0])}
    if not names:
        bare = choice.partition(":")[0].strip()
        if bare.rpartition(".")[2] == exception_type.rpartition(".")[2]:
            return True
        return _ANY_EXCEPTION.fullmatch(bare.strip(" .!`").lower()) is not None
    return names == {exception_type.rpartition(".")[2]}
