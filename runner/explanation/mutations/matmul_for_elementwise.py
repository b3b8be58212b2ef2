"""Multiply matrices where elements are multiplied."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import elementwise
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in elementwise(source):
        if isinstance(operation.op, ast.Mult):
            yield (source.operator(operation, "@"),)


MUTATION = Mutation(
    name="matmul-for-elementwise",
    sentence="`*` was taken to multiply matrices, as `@` does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
