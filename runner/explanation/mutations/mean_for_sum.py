"""Average where numbers are summed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for _, function in source.methods("sum"):
        if not isinstance(function.value, ast.Compare):  # whether something holds can be counted and has no mean
            yield (source.rename(function, "mean"),)


MUTATION = Mutation(
    name="mean-for-sum",
    sentence="The mean was taken where the sum is asked for.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
