"""Give the result of an operation the shape of its left operand."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import shaped
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for expression in shaped(source):
        if isinstance(expression, ast.BinOp) and isinstance(expression.left, ast.Name):
            yield (source.replace(expression, expression.left.id),)


MUTATION = Mutation(
    name="left-shape-decides",
    sentence="The result was taken to have the shape of its left operand.",
    places=_places,
    likelihood=Likelihood.RARE,
)
