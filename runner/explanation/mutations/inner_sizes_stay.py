"""Give a matrix product the sizes that meet, not the outer ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import shaped
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for expression in shaped(source):
        if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.MatMult):
            left, right = (source.segment(side) for side in (expression.left, expression.right))
            shape = source.parent(expression)
            if isinstance(shape, ast.Attribute):
                yield (source.replace(shape, f"torch.Size(({left}.shape[-1], {right}.shape[-2]))"),)


MUTATION = Mutation(
    name="inner-sizes-stay",
    sentence="The inner sizes, which meet and vanish, were taken for the ones that stay.",
    places=_places,
    likelihood=Likelihood.RARE,
)
