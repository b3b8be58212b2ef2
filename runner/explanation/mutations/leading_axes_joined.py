"""Join the first two axes of a result."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import shaped
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for value in shaped(source):
        if isinstance(value, ast.BinOp):
            yield source.append(value, ".flatten(0, 1)")


MUTATION = Mutation(
    name="leading-axes-joined",
    sentence="The first two axes were taken to be joined into one.",
    places=_places,
    likelihood=Likelihood.RARE,
)
