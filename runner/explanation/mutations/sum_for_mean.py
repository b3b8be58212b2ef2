"""Sum where numbers are averaged."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for _, function in source.methods("mean"):
        yield (source.rename(function, "sum"),)


MUTATION = Mutation(
    name="sum-for-mean",
    sentence="The sum was taken where the mean is asked for.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
