"""Set an attribute on a module where its method was called."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, function in source.methods("requires_grad_"):
        if isinstance(source.parent(call), ast.Expr) and len(call.args) == 1:
            yield (source.replace(call, f"{source.receiver(function)}.requires_grad = {source.segment(call.args[0])}"),)


MUTATION = Mutation(
    name="requires-grad-set-on-a-module",
    sentence="`requires_grad` was set on the module, where it is a mere attribute that no parameter looks at.",
    places=_places,
)
