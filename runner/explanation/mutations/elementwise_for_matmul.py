"""Multiply element by element where matrices are multiplied."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in source.nodes(ast.BinOp):
        if isinstance(operation.op, ast.MatMult):
            yield (source.operator(operation, "*"),)


MUTATION = Mutation(
    name="elementwise-for-matmul",
    sentence="`@` was taken to multiply element by element, as `*` does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
