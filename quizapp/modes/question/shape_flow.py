"""Shapes flowing through the layers of a model, laid out as a drawing and as the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext, ngettext

from runner.explained import Operation, Seen, Trace

WIDTH: Final = 320
BOX_HEIGHT: Final = 46
GAP: Final = 40
TOP: Final = 26
MOST_SINGLE: Final = 14
"""With more operations than this, those of one layer share a box."""
MOST_BOXES: Final = 24
LONGEST_TEXT: Final = 32


@dataclass(frozen=True)
class Box:
    """A layer of the drawing; ``top`` is where its box begins."""

    title: str
    below: str
    takes: str
    """Shapes that flow in."""
    top: int

    @property
    def title_at(self) -> int:
        return self.top + 19

    @property
    def below_at(self) -> int:
        return self.top + 36

    @property
    def takes_at(self) -> int:
        return self.top - 15

    @property
    def arrow_from(self) -> int:
        return self.top - 10

    @property
    def bottom(self) -> int:
        return self.top + BOX_HEIGHT


@dataclass(frozen=True)
class Row:
    """An operation in the table behind the drawing."""

    step: int
    layer: str
    name: str
    takes: str
    gives: str
    settings: str


@dataclass(frozen=True)
class Flow:
    """The drawing and its table."""

    boxes: tuple[Box, ...]
    gives: str
    """The shape that comes out at the end."""
    gives_at: int
    height: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Part:
    title: str
    below: str
    takes: tuple[Seen, ...]
    gives: Seen | None


def flow_of(trace: Trace) -> Flow | None:
    """What ran inside modules, in order; None where that is nothing to draw."""
    ran = [(step.number, each) for step in trace.steps for each in step.operations if each.layer and each.output]
    if len(ran) < 2:
        return None
    operations = [operation for _, operation in ran]
    parts = _parts(operations)
    boxes = tuple(
        Box(_cut(part.title), _cut(part.below), _shapes(part.takes), TOP + index * (BOX_HEIGHT + GAP))
        for index, part in enumerate(parts)
    )
    last = parts[-1].gives
    gives_at = boxes[-1].bottom + 26
    return Flow(
        boxes=boxes,
        gives=_shapes((last,)) if last is not None else "",
        gives_at=gives_at,
        height=gives_at + 12,
        rows=tuple(_row(number, operation) for number, operation in ran),
    )


def _parts(operations: Sequence[Operation]) -> list[_Part]:
    if len(operations) <= MOST_SINGLE:
        return [_part([operation]) for operation in operations]
    grouped = groupby(operations, key=lambda operation: operation.layer.partition(".")[0])
    parts = [_part(list(group)) for _, group in grouped]
    if len(parts) <= MOST_BOXES:
        return parts
    half = MOST_BOXES // 2
    left_out = parts[half : len(parts) - half + 1]
    between = _Part(
        "…",
        ngettext("%(count)s layer more", "%(count)s layers more", len(left_out)) % {"count": len(left_out)},
        left_out[0].takes,
        left_out[-1].gives,
    )
    return [*parts[:half], between, *parts[len(parts) - half + 1 :]]


def _part(operations: Sequence[Operation]) -> _Part:
    first, last = operations[0], operations[-1]
    takes = tuple(seen for seen in first.inputs if seen.shape is not None)
    if len(operations) == 1:
        settings = ", ".join(f"{name}={value}" for name, value in first.settings.items())
        return _Part(first.layer, f"{first.name} {settings}".strip(), takes, first.output)
    names = ", ".join(dict.fromkeys(operation.name for operation in operations))
    return _Part(first.layer.partition(".")[0], f"{len(operations)}: {names}", takes, last.output)


def _row(step: int, operation: Operation) -> Row:
    return Row(
        step=step,
        layer=operation.layer,
        name=operation.name,
        takes=_shapes(operation.inputs),
        gives=_shapes((operation.output,)) if operation.output is not None else "",
        settings=", ".join(f"{name}={value}" for name, value in operation.settings.items()),
    )


def _shapes(seen: Sequence[Seen]) -> str:
    shapes = [" × ".join(map(str, each.shape)) or gettext("one number") for each in seen if each.shape is not None]
    return gettext(" and ").join(shapes)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
