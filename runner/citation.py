"""Checks that every number in a sentence stands in the steps it cites, so that no text says what no run showed.

A number is borne out where a cited step holds it, or where the sentence computes it: an equation such as
"512 × 10 weights + 10 biases = 5,130" bears its result out when it is true and its operands are borne out. A rule for
sizes, known by its ``//``, may bring along the 1 and the 2 of the rule itself. A number written with decimals may be
rounded. After the word "line" a number is that of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from runner.explained import Explanation, Model, Operation, Seen, Sentence, Trace, TraceStep

_SPACED_THOUSANDS: Final = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_UNDERSCORE: Final = re.compile(r"(?<=\d)_(?=\d)")
_BY: Final = re.compile(r"(?<=\d)x(?=\d)")
_TOKEN: Final = re.compile(
    r"(?P<number>(?<![\w.])(?:\d{1,3}(?:,\d{3})+(?!,?\d)|\d+)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?(?![A-Za-z_\d])"
    r"|(?<![\w.])\.\d+(?![A-Za-z_\d]))"
    r"|(?P<operator>//|\*\*|[-+*/%^−–×·÷])"
    r"|(?P<bracket>[()])"
    r"|(?P<equals>[=≈])"
    r"|(?P<word>[A-Za-z_][\w.]*|`)"
    r"|(?P<stop>[^\s])"
)
_PLACE: Final = re.compile(r"(?:^|(?<=[.\[]))[0-9]+(?=[.\]]|$)")
_SIGNS: Final = "-−–"
_SAME: Final = {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "^": "**"}
_RULE_CONSTANTS: Final = frozenset({Fraction(1), Fraction(2)})
_LARGEST_POWER: Final = 64
_LONGEST_TEXT: Final = 20_000
_LONGEST_NUMBER: Final = 1000
_LARGEST_BITS: Final = 4096


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["number", "operator", "bracket", "equals", "word", "stop"]
    text: str
    value: Fraction = Fraction(0)
    decimals: int = 0
    """Digits after the point, which say how far the number may be rounded."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the cited steps hold."""

    values: frozenset[Fraction]
    lines: frozenset[int]


def holds(sentence: Sentence, trace: Trace) -> bool:
    """Whether the sentence cites steps of ``trace`` and they bear out every number in it."""
    numbers = {step.number for step in trace.steps}
    return set(sentence.cites) <= numbers and not unsupported(sentence.text, trace, sentence.cites)


def kept(explanation: Explanation, trace: Trace) -> Explanation | None:
    """The explanation without the sentences that do not hold; ``None`` where nothing is left of one of its parts."""
    steps = tuple(sentence for sentence in explanation.steps if holds(sentence, trace))
    if not steps or not holds(explanation.final_answer, trace) or not holds(explanation.quick_check, trace):
        return None
    return explanation.model_copy(update={"steps": steps})


def unsupported(text: str, trace: Trace, cites: Sequence[int] | None = None, *, source: str = "") -> tuple[str, ...]:
    """The numbers in ``text``, as they are written there, that the cited steps do not bear out; each once.

    Without ``cites`` every step counts, as for a text of an author's own; ``source`` is the program, whose numbers
    such a text may quote.
    """
    tokens = _tokens(text[:_LONGEST_TEXT])
    known = _known(trace, cites, source)
    values = set(known.values)
    excused: set[int] = set()
    wrong: set[int] = set()
    for place in [index for index, token in enumerate(tokens) if token.kind == "equals"]:
        _weigh(tokens, place, values, excused, wrong)
    found = [
        token.text
        for index, token in enumerate(tokens)
        if token.kind == "number"
        and (index in wrong or (index not in excused and not _stands(tokens, index, values, known.lines)))
    ]
    return tuple(dict.fromkeys(found))


def numbers_in(step: TraceStep) -> frozenset[Fraction]:
    """Every number that stands in ``step``, what lies in modules and operations included."""
    return frozenset(_of_step(step))


def _known(trace: Trace, cites: Sequence[int] | None, source: str) -> _Known:
    wanted = None if cites is None else set(cites)
    steps = [step for step in trace.steps if wanted is None or step.number in wanted]
    values: set[Fraction] = set(_of_text(source))
    for step in steps:
        values.update(_of_step(step))
    for model in trace.models:
        if wanted is None or model.step in wanted:
            values.update(_of_model(model))
    return _Known(frozenset(values), frozenset(step.line for step in steps))


def _of_step(step: TraceStep) -> Iterator[Fraction]:
    if step.passes > 1:
        yield from (Fraction(step.passes), Fraction(step.pass_number))
    for change in step.changes:
        yield from _of_path(change.name)
        if change.value is not None:
            yield from _of_seen(change.value)
    for expression in step.expressions:
        yield from _of_text(expression.text)
        yield from _of_seen(expression.value)
    for operation in step.operations:
        yield from _of_operation(operation)
    yield from _of_text(step.printed)
    yield from _of_text(step.raised)


def _of_operation(operation: Operation) -> Iterator[Fraction]:
    for seen in (*operation.inputs, *(() if operation.output is None else (operation.output,))):
        yield from _of_seen(seen)
    for value in operation.settings.values():
        yield from _of_text(value)
    yield from _of_path(operation.layer)


def _of_seen(seen: Seen) -> Iterator[Fraction]:
    yield from _of_text(seen.text)
    yield from _of_text(seen.values)
    yield from map(Fraction, seen.shape or ())
    if seen.parameters is not None and seen.trainable is not None:
        yield from map(Fraction, (seen.parameters, seen.trainable, seen.parameters - seen.trainable))


def _of_model(model: Model) -> Iterator[Fraction]:
    for part in model.parts:
        yield from map(Fraction, (part.parameters, part.trainable, part.parameters - part.trainable))
        yield from _of_path(part.path)
        for shape in part.shapes.values():
            yield from map(Fraction, shape)


def _of_path(path: str) -> Iterator[Fraction]:
    """The places in a path such as ``features.0``, which is written ``features[0]`` as well."""
    yield from (Fraction(each) for each in _PLACE.findall(path))


def _of_text(text: str) -> Iterator[Fraction]:
    tokens = _tokens(text)
    for index, token in enumerate(tokens):
        if token.kind == "number":
            yield token.value
            yield _signed(tokens, index)


def _tokens(text: str) -> list[_Token]:
    text = _UNDERSCORE.sub("", _SPACED_THOUSANDS.sub("", text))
    text = _BY.sub("×", text)
    return [_token(match.lastgroup, match[0]) for match in _TOKEN.finditer(text)]


def _token(kind: str | None, text: str) -> _Token:
    if kind == "number":
        plain = text.replace(",", "")[:_LONGEST_NUMBER]
        return _Token("number", text, Fraction(plain), len(plain.lower().partition("e")[0].partition(".")[2]))
    return _Token(kind, _SAME.get(text, text))  # type: ignore[arg-type]  # the groups of the pattern


def _signed(tokens: Sequence[_Token], index: int) -> Fraction:
    """The value with the sign before it, where that is no subtraction."""
    value = tokens[index].value
    before = tokens[index - 1] if index else None
    if before is None or before.kind != "operator" or before.text not in _SIGNS:
        return value
    further = tokens[index - 2] if index > 1 else None
    subtracts = further is not None and (further.kind == "number" or further.text == ")")
    return value if subtracts else -value


def _stands(tokens: Sequence[_Token], index: int, values: set[Fraction], lines: frozenset[int]) -> bool:
    token, value = tokens[index], _signed(tokens, index)
    if _names_a_line(tokens, index):
        return value in lines
    if _near(value, token.decimals, values):
        return True
    percent = index + 1 < len(tokens) and tokens[index + 1].text == "%"
    return percent and _near(value / 100, token.decimals + 2, values)


def _names_a_line(tokens: Sequence[_Token], index: int) -> bool:
    """Whether it is the number in "line 4", or one of those in "lines 4, 5 and 7"."""
    before = index - 1
    if before >= 0 and tokens[before].text.lower() == "line":
        return True
    while before > 0 and (tokens[before].kind == "number" or tokens[before].text in {",", "and", "to"}):
        before -= 1
    return before >= 0 and tokens[before].text.lower() == "lines"


def _near(value: Fraction, decimals: int, values: set[Fraction]) -> bool:
    if value in values:
        return True
    return decimals > 0 and any(abs(value - each) <= _half_unit(decimals) for each in values)


def _half_unit(decimals: int) -> Fraction:
    return Fraction(1, 2 * 10 ** min(decimals, 30))


def _weigh(tokens: Sequence[_Token], place: int, values: set[Fraction], excused: set[int], wrong: set[int]) -> None:
    """Judge the equation at ``place``, if there is one: a true one with known operands makes its result known."""
    right = place + 1
    while right < len(tokens) and (tokens[right].text == "`" or tokens[right].text in _SIGNS):
        right += 1
    if right >= len(tokens) or tokens[right].kind != "number":
        return
    found = _expression_before(tokens, place)
    if found is None:
        return
    operands, value, rounds_down = found
    shown = tokens[right]
    if abs(_signed(tokens, right) - value) > (_half_unit(shown.decimals) if shown.decimals else 0):
        wrong.add(right)
        return
    constants = {index for index in operands if rounds_down and tokens[index].value in _RULE_CONSTANTS}
    if all(index in constants or _near(tokens[index].value, tokens[index].decimals, values) for index in operands):
        excused |= constants
        values.add(_signed(tokens, right))
        values.add(value)


def _expression_before(tokens: Sequence[_Token], place: int) -> tuple[list[int], Fraction, bool] | None:
    """The longest arithmetic that ends at ``place``, words between left out: its operands, value and whether ``//``."""
    start = place
    while start and tokens[start - 1].kind in {"number", "operator", "bracket", "word"}:
        start -= 1
    wanted = [index for index in range(start, place) if tokens[index].kind != "word"]
    for first in range(len(wanted)):
        indices = wanted[first:]
        parts = [tokens[index] for index in indices]
        if not any(part.kind == "operator" for part in parts[1:]):
            return None
        value = _Arithmetic(parts).value()
        if value is not None:
            operands = [index for index in indices if tokens[index].kind == "number"]
            return operands, value, any(part.text == "//" for part in parts)
    return None


class _Arithmetic:
    """Evaluates tokens as arithmetic; ``None`` for what is none or has no value."""

    def __init__(self, parts: Sequence[_Token]) -> None:
        self._parts = parts
        self._place = 0

    def value(self) -> Fraction | None:
        try:
            value = self._sum()
        except (ValueError, ZeroDivisionError, RecursionError):
            return None
        return value if self._place == len(self._parts) else None

    def _next(self) -> str:
        return self._parts[self._place].text if self._place < len(self._parts) else ""

    def _sum(self) -> Fraction:
        value = self._product()
        while (operator := self._next()) in {"+", "-"}:
            self._place += 1
            other = self._product()
            value = value + other if operator == "+" else value - other
        return value

    def _product(self) -> Fraction:
        value = self._power()
        while (operator := self._next()) in {"*", "/", "//", "%"}:
            self._place += 1
            other = self._power()
            match operator:
                case "*":
                    value *= other
                case "/":
                    value /= other
                case "//":
                    value = Fraction(value // other)
                case _:
                    value %= other
        return value

    def _power(self) -> Fraction:
        value = self._atom()
        if self._next() != "**":
            return value
        self._place += 1
        exponent = self._power()
        large = max(value.numerator.bit_length(), value.denominator.bit_length()) > _LARGEST_BITS
        if large or exponent.denominator != 1 or abs(exponent) > _LARGEST_POWER:
            raise ValueError("no power that a sentence needs")
        return Fraction(value**exponent)

    def _atom(self) -> Fraction:
        if self._next() == "-":
            self._place += 1
            return -self._atom()
        if self._next() == "(":
            self._place += 1
            value = self._sum()
            if self._next() != ")":
                raise ValueError("a bracket stays open")
            self._place += 1
            return value
        if self._place >= len(self._parts) or self._parts[self._place].kind != "number":
            raise ValueError("a number is missing")
        self._place += 1
        return self._parts[self._place - 1].value
