"""Multiply stacks of matrices by the function that does not broadcast."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in source.nodes(ast.BinOp):
        if isinstance(operation.op, ast.MatMult) and source.imports("torch"):
            left, right = source.segment(operation.left), source.segment(operation.right)
            yield (source.replace(operation, f"torch.bmm({left}, {right})"),)


MUTATION = Mutation(
    name="bmm-for-matmul",
    sentence="Stacks of matrices were taken to need the same batch sizes, as `bmm` does.",
    places=_places,
)
