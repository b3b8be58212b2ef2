"""Fit a preprocessing step to the data it is only applied to."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for _, function in source.methods("transform"):
        yield (source.rename(function, "fit_transform"),)


MUTATION = Mutation(
    name="fitted-on-test",
    sentence="The step was fitted again to the data it was only to be applied to.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
