"""Follows the snippet's own frames line by line with the interpreter's trace function.

Frames of libraries cost one look each and are left alone, and so are class bodies and comprehensions, which belong to
the statement they stand in.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any, Final

from runner.inside import noticed
from runner.inside.tracing import kinds, variables
from runner.inside.tracing.printed import Remembering
from runner.inside.tracing.steps import UNFOLDED, Place, Step, Steps
from runner.inside.tracing.texts import MAX_NAME, cut

MAX_EVENTS: Final = 50_000
"""Lines that are followed; afterwards the snippet runs on alone."""
_MAX_MESSAGE: Final = 1900
_SAFE_ARGUMENTS: Final = frozenset({str, int, float, bool, bytes, type(None)})

Trace = Callable[[FrameType, str, Any], Any]


@dataclass(slots=True)
class _Followed:
    """A frame of the snippet's while it runs."""

    function: str
    before: variables.Snapshot = field(default_factory=dict)
    current: Step | None = None
    folded: dict[Place, Step] = field(default_factory=dict)
    """Steps of third and later passes whose changes are looked for once their loop is left."""


class Lines:
    """Follows lines from ``start`` to ``stop``; ``steps`` then holds what was seen."""

    def __init__(
        self,
        *,
        statements: Mapping[int, tuple[int, bool]],
        steps: Steps,
        printed: Remembering,
        flush: Callable[[], None],
        undisturbed: Callable[[], AbstractContextManager[Any]],
        at_end: Callable[[Mapping[str, Any], str], None],
    ) -> None:
        self.steps = steps
        self.broken = ""
        """Why what was seen is not to be used; empty while all is well."""
        self.finished = False
        """Whether the top of the snippet was seen to end."""
        self._statements = statements
        self._printed = printed
        self._flush = flush
        self._undisturbed = undisturbed
        self._at_end = at_end
        self._stack: list[_Followed] = []
        self._changed: dict[Place, set[str]] = {}
        self._events = 0
        self._stopped = False
        self._whole: Trace = self._enter
        self._local: Trace = self._follow

    def start(self) -> None:
        sys.settrace(self._whole)

    def stop(self) -> None:
        """End the following; a trace function that is no longer ours was removed by the snippet."""
        if not self._stopped and sys.gettrace() is not self._whole:
            self.broken = self.broken or "the program removed the tracer"
        self._stopped = True
        sys.settrace(None)
        if not self.finished and not self.steps.truncated:
            self.broken = self.broken or "the program removed the tracer"

    @property
    def stopped(self) -> bool:
        return self._stopped

    @property
    def current(self) -> Step | None:
        """The innermost line that runs now, while lines are followed."""
        return self._stack[-1].current if self._stack and not self._stopped else None

    def _enter(self, frame: FrameType, event: str, arg: Any) -> Trace | None:
        code = frame.f_code
        if code.co_filename != noticed.SNIPPET or self._stopped or not _followed(code):
            return None
        frame.f_trace_opcodes = False
        try:
            with self._undisturbed():
                self._begin(frame)
        except Exception as error:  # noqa: BLE001 - an exception here would be the snippet's
            self._break(error)
            return None
        return self._local

    def _begin(self, frame: FrameType) -> None:
        name = _function(frame.f_code)
        followed = _Followed(name)
        self._stack.append(followed)
        resumed = frame.f_lineno != frame.f_code.co_firstlineno  # a generator that goes on after its yield
        if name and not resumed and frame.f_locals:
            step = self.steps.begin((name, frame.f_lineno))
            step.changes, followed.before = variables.changes({}, frame.f_locals)
            self.steps.end(step)
        else:
            followed.before = variables.snapshot(frame.f_locals)

    def _follow(self, frame: FrameType, event: str, arg: Any) -> Trace | None:
        if self._stopped:
            return None
        try:
            with self._undisturbed():
                self._heed(frame, event, arg)
        except Exception as error:  # noqa: BLE001 - likewise
            self._break(error)
            return None
        return None if self._stopped else self._local

    def _heed(self, frame: FrameType, event: str, arg: Any) -> None:
        followed = self._stack[-1]
        if event == "line":
            self._line(frame, followed)
        elif event == "exception" and followed.current is not None:
            kind, error, _ = arg
            if kind is not StopIteration and kind is not GeneratorExit:
                followed.current.raised = described(kind, error)
        elif event == "return":
            self._close(followed, frame)
            self._settle(followed, frame)
            self._at_end(frame.f_locals, followed.function)
            self._stack.pop()
            self.finished = self.finished or not followed.function

    def _line(self, frame: FrameType, followed: _Followed) -> None:
        line = frame.f_lineno
        first, several = self._statements.get(line, (line, False))
        if several and followed.current is not None and followed.current.place[1] == first:
            return
        self._close(followed, frame)
        place = (followed.function, first)
        if not self.steps.is_folded(place):
            self._settle(followed, frame)
        self._events += 1
        if self._events > MAX_EVENTS or self.steps.full:
            self.steps.truncated = True
            self._stopped = True
            sys.settrace(None)
            return
        followed.current = self.steps.begin(place)

    def _close(self, followed: _Followed, frame: FrameType) -> None:
        step, followed.current = followed.current, None
        if step is None:
            return
        self._flush()
        step.printed = cut(self._printed.take(), _MAX_MESSAGE)
        if step.pass_number > UNFOLDED:
            followed.folded.pop(step.place, None)  # so that the order is that of the last passes
            followed.folded[step.place] = step
        else:
            step.changes, followed.before = variables.changes(followed.before, frame.f_locals)
            self._changed.setdefault(step.place, set()).update(change["name"] for change in step.changes)
        self.steps.end(step)

    def _settle(self, followed: _Followed, frame: FrameType) -> None:
        """Give what a loop has changed to the last pass of the last line that changed it before."""
        if not followed.folded:
            return
        found, followed.before = variables.changes(followed.before, frame.f_locals)
        folded = list(followed.folded.values())
        for change in found:
            used_to = [step for step in folded if change["name"] in self._changed.get(step.place, ())]
            (used_to or folded)[-1].changes.append(change)
        followed.folded.clear()

    def _break(self, error: Exception) -> None:
        self.broken = self.broken or f"the tracer failed ({type(error).__name__})"
        self._stopped = True
        sys.settrace(None)


def described(kind: type, error: Any) -> str:
    """Type and message of an exception, as far as they can be had without code of the snippet's own."""
    name = cut(kinds.qualified_name_of(kind), MAX_NAME)
    arguments = BaseException.__getattribute__(error, "args")
    if kinds.is_of_the_snippet(kind) or any(type(each) not in _SAFE_ARGUMENTS for each in arguments):
        return name
    message = str(error)
    return cut(f"{name}: {message}" if message else name, _MAX_MESSAGE)


def _followed(code: CodeType) -> bool:
    if code.co_name == "<module>":
        return True
    in_function = bool(code.co_flags & inspect.CO_NEWLOCALS and code.co_flags & inspect.CO_OPTIMIZED)
    return in_function and not code.co_name.startswith("<")


def _function(code: CodeType) -> str:
    return "" if code.co_name == "<module>" else cut(code.co_qualname.replace("<locals>.", ""), MAX_NAME)
