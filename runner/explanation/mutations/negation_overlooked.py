"""Leave a `not` out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in source.nodes(ast.UnaryOp):
        if isinstance(operation.op, ast.Not):
            yield (source.replace(operation, source.segment(operation.operand)),)


MUTATION = Mutation(
    name="negation-overlooked",
    sentence="The `not` in front of the value was overlooked.",
    places=_places,
    likelihood=Likelihood.RARE,
)
