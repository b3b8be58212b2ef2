"""Leave the freezing out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import freezing
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for statement in freezing(source):
        yield (source.remove(statement),)
    for call, _ in source.methods("requires_grad_"):
        if call.args and not isinstance(source.parent(call), ast.Expr):
            yield (source.unwrap(call),)


MUTATION = Mutation(
    name="not-frozen",
    sentence="Nothing was frozen, so everything went on requiring gradients.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
