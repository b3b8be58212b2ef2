"""Exchange the first two sizes of a weight."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import shaped
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for value in shaped(source):
        if isinstance(value, ast.Attribute) and value.attr == "weight":
            yield source.append(value, ".transpose(0, 1)")


MUTATION = Mutation(
    name="weight-stored-inputs-first",
    sentence="The weight was taken to be stored with its inputs first, and its outputs behind them.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
