"""One traced run: compiles the snippet with its probes, follows it, and says afterwards what was seen."""

from __future__ import annotations

import ast
import builtins
import contextlib
import json
import sys
from collections.abc import Mapping
from types import CodeType, ModuleType, TracebackType
from typing import Any, Self

from runner.inside.tracing import kinds, models, values
from runner.inside.tracing.lines import Lines
from runner.inside.tracing.operations import Operations
from runner.inside.tracing.printed import Remembering
from runner.inside.tracing.probes import PROBE, Probes, statements
from runner.inside.tracing.steps import Steps
from runner.inside.tracing.texts import cut


class Tracer:
    """Follows what is executed while it is entered as a context; ``as_json`` is asked afterwards."""

    def __init__(self, source: str, printed: Remembering) -> None:
        kinds.learn()
        self._source = source
        self._steps = Steps()
        self._tree, self._texts, self._repeated = self._rewritten()
        self._operations = Operations(lambda: self._lines.current) if "torch" in sys.modules else None
        self._models: list[tuple[int, dict[str, Any]]] = []
        self._replaced = False
        self._following = False
        out, flush = sys.stdout, sys.stdout.flush
        self._lines = Lines(
            statements=statements(self._tree) if self._tree else {},
            steps=self._steps,
            printed=printed,
            flush=lambda: None if out.closed else flush(),
            undisturbed=self._operations.undisturbed if self._operations else contextlib.nullcontext,
            at_end=self._at_end,
        )

    def code(self, file_name: str) -> CodeType:
        """The snippet compiled, with its probes; raises what compiling the bare source raises."""
        if self._tree is not None:
            with contextlib.suppress(SyntaxError, ValueError, RecursionError):
                rewritten: CodeType = compile(self._tree, file_name, "exec", dont_inherit=True)
                return rewritten
        return compile(self._source, file_name, "exec", dont_inherit=True)

    def __enter__(self) -> Self:
        setattr(builtins, PROBE, self._probe)
        sys.addaudithook(self._audit)
        if self._operations is not None:
            self._operations.start()
        self._lines.start()
        self._following = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._following = False
        self._lines.stop()
        if self._operations is not None:
            self._operations.stop()

    def as_json(self) -> bytes:
        """The trace, or why there is none, as the reading side expects it."""
        reason = "the program sets a tracer of its own" if self._replaced else self._lines.broken
        if reason:
            return json.dumps({"trace": None, "reason": cut(reason)}).encode()
        return json.dumps({"trace": self._steps.as_json(self._models), "reason": ""}).encode()

    def _rewritten(self) -> tuple[ast.Module | None, list[str], set[int]]:
        try:
            tree = ast.parse(self._source)
            probes = Probes(self._source)
            for index, node in enumerate(tree.body):
                tree.body[index] = probes.visit(node)  # type: ignore[call-overload]  # a statement stays one
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None, [], set()
        return tree, probes.texts, probes.repeated

    def _probe(self, number: int, value: Any) -> Any:
        step = self._lines.current
        if number in self._repeated:
            if step is not None and step.takes_more(self._texts[number]):
                with self._operations.undisturbed() if self._operations else contextlib.nullcontext():
                    step.add_to(self._texts[number], values.short(value))
        elif step is not None and type(value) is not ModuleType:
            with self._operations.undisturbed() if self._operations else contextlib.nullcontext():
                described = values.seen(value)
            if value is None or kinds.has_a_name(value) or described["kind"] not in {"function", "other"}:
                step.add_expression(self._texts[number], described)
        return value

    def _audit(self, event: str, _: Any) -> None:
        if event in {"sys.settrace", "sys.setprofile"} and self._following and not self._lines.stopped:
            self._replaced = True

    def _at_end(self, names: Mapping[str, Any], function: str) -> None:
        """What models look like when the top of the snippet ends, or a function if the top holds none."""
        if function and len(self._models) >= models.MAX_MODELS:
            return
        found = [(self._steps.ended, model) for model in models.models(names)]
        if not function and found:
            self._models.clear()
        self._models += found[: models.MAX_MODELS - len(self._models)]
