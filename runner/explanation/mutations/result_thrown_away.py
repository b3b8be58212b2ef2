"""Call a method that returns a new value and do not keep what it returns."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        target, value = assign.targets[0], assign.value
        method = value.func if isinstance(value, ast.Call) else None
        if isinstance(method, ast.Attribute) and source.receiver(method) == source.segment(target):
            yield (source.replace(assign, source.segment(value)),)
    for update in source.nodes(ast.AugAssign):
        yield (
            source.replace(
                update, f"{source.segment(update.target)} {source.sign(update)} {source.segment(update.value)}"
            ),
        )


MUTATION = Mutation(
    name="result-thrown-away",
    sentence="The method was taken to change its object, or its result was not kept: nothing has changed.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
