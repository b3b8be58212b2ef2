"""Keep the fraction of a division that drops it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in source.nodes(ast.BinOp):
        if isinstance(operation.op, ast.FloorDiv):
            yield (source.operator(operation, "/"),)


MUTATION = Mutation(
    name="true-division",
    sentence="`//` was taken to keep the fraction, as `/` does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
