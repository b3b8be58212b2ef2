"""The steps of a trace as they are collected: folded to first, second and last, bounded in number and bytes."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final

from runner.inside.tracing.texts import MAX_TEXT

MAX_STEPS: Final = 500
UNFOLDED: Final = 2
"""Of the passes of a line so many are kept, and the last one."""
MAX_BYTES: Final = 256 * 1024
MAX_CHANGES: Final = 50
MAX_EXPRESSIONS: Final = 50
MAX_REPEATED: Final = 8
"""Of what a comprehension collects so many values are shown, of more none."""
_FIRST_OPERATIONS, _LAST_OPERATIONS = 60, 40
"""Of more operations than a step may have, the first and the last are kept."""

Place = tuple[str, int]
"""A function of the snippet's, empty at the top, and the first line of a statement in it."""


@dataclass(slots=True)
class Step:
    """One line while it runs."""

    place: Place
    pass_number: int
    changes: list[dict[str, Any]] = field(default_factory=list)
    expressions: dict[str, dict[str, Any]] = field(default_factory=dict)
    repeated: dict[str, list[str]] = field(default_factory=dict)
    operations: list[dict[str, Any]] = field(default_factory=list)
    last_operations: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=_LAST_OPERATIONS))
    dropped_operations: bool = False
    printed: str = ""
    raised: str = ""
    order: int = 0

    def add_operation(self, operation: dict[str, Any]) -> None:
        if len(self.operations) < _FIRST_OPERATIONS:
            self.operations.append(operation)
            return
        self.dropped_operations = self.dropped_operations or len(self.last_operations) == _LAST_OPERATIONS
        self.last_operations.append(operation)

    def takes_more(self, text: str) -> bool:
        """Whether one value more of what a comprehension collects is to be described; of too many none is kept."""
        return len(self.repeated.setdefault(text, [])) <= MAX_REPEATED

    def add_to(self, text: str, value: str) -> None:
        self.repeated[text].append(value)

    def all_expressions(self) -> list[dict[str, Any]]:
        """Expressions with their values, and those inside comprehensions with all of theirs where they are few."""
        found = [{"text": text, "value": value} for text, value in self.expressions.items()]
        for text, shown in self.repeated.items():
            listed = f"[{', '.join(shown)}]"
            if 1 < len(shown) <= MAX_REPEATED and len(listed) <= MAX_TEXT:
                found.append({"text": text, "value": {"kind": "container", "type": "list", "text": listed}})
        return found[:MAX_EXPRESSIONS]

    def add_expression(self, text: str, value: dict[str, Any]) -> None:
        if text in self.expressions or len(self.expressions) < MAX_EXPRESSIONS:
            self.expressions[text] = value


class Steps:
    """Every step that is kept, in the order in which their lines came to an end."""

    def __init__(self) -> None:
        self.truncated = False
        self._passes: dict[Place, int] = {}
        self._kept: list[Step] = []
        self._last: dict[Place, Step] = {}
        self._ended = 0

    def begin(self, place: Place) -> Step:
        number = self._passes[place] = self._passes.get(place, 0) + 1
        return Step(place, number)

    def end(self, step: Step) -> None:
        self._ended += 1
        step.order = self._ended
        self.truncated = self.truncated or step.dropped_operations
        if step.pass_number <= UNFOLDED:
            self._kept.append(step)
        else:
            self._last[step.place] = step

    def is_folded(self, place: Place) -> bool:
        """Whether the next pass of this line will be kept only if it is the last."""
        return self._passes.get(place, 0) >= UNFOLDED

    @property
    def full(self) -> bool:
        return len(self._kept) + len(self._last) >= MAX_STEPS

    @property
    def ended(self) -> int:
        """How many steps have come to an end so far."""
        return self._ended

    def as_json(self, models: list[tuple[int, dict[str, Any]]]) -> dict[str, Any]:
        """The trace; a model comes with the order of the step after which it looked like that."""
        ordered = sorted([*self._kept, *self._last.values()], key=lambda step: step.order)[:MAX_STEPS]
        shown: list[dict[str, Any]] = []
        numbers: dict[int, int] = {}
        room = MAX_BYTES - sum(len(json.dumps(model)) for _, model in models)
        truncated = self.truncated
        for step in ordered:
            described = self._described(step, len(shown) + 1)
            room -= len(json.dumps(described)) + 2
            if room < 0:
                truncated = True
                break
            numbers[step.order] = len(shown) + 1
            shown.append(described)
        return {
            "steps": shown,
            "models": [{**model, "step": _at(numbers, order)} for order, model in models if numbers],
            "truncated": truncated,
        }

    def _described(self, step: Step, number: int) -> dict[str, Any]:
        function, line = step.place
        return {
            "number": number,
            "line": line,
            "pass_number": step.pass_number,
            "passes": self._passes[step.place],
            "function": function,
            "changes": step.changes[:MAX_CHANGES],
            "expressions": step.all_expressions(),
            "operations": [*step.operations, *step.last_operations],
            "printed": step.printed,
            "raised": step.raised,
        }


def _at(numbers: dict[int, int], order: int) -> int:
    """The number of the kept step that came to an end last, up to ``order``."""
    return numbers[max((each for each in numbers if each <= order), default=min(numbers))]
