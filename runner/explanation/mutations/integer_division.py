"""Divide whole numbers and drop the rest."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in source.nodes(ast.BinOp):
        if isinstance(operation.op, ast.Div):
            yield (source.operator(operation, "//"),)


MUTATION = Mutation(
    name="integer-division",
    sentence="The division was taken to drop what is behind the point.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
