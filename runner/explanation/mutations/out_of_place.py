"""Make a new object where the old one is changed in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import call_statements
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for update in source.nodes(ast.AugAssign):
        target = source.segment(update.target)
        yield (source.replace(update, f"{target} = {target} {source.sign(update)} {source.segment(update.value)}"),)
    for statement in call_statements(source):
        call = statement.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            name = call.func.attr
            if name.endswith("_") and not name.startswith("_") and name not in {"requires_grad_", "zero_"}:
                yield (source.rename(call.func, name.removesuffix("_")),)


MUTATION = Mutation(
    name="out-of-place",
    sentence="The operation was taken to make a new object, though it changes the old one in place.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
