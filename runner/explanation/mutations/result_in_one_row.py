"""Put all numbers of a result into one row."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import shaped
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for value in shaped(source):
        if isinstance(value, ast.BinOp):
            yield source.append(value, ".flatten()")


MUTATION = Mutation(
    name="result-in-one-row",
    sentence="The numbers were taken to come in one long row.",
    places=_places,
    likelihood=Likelihood.RARE,
)
