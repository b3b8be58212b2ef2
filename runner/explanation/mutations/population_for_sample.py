"""Divide by the other of n and n - 1 in a variance."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword, number


def _places(source: Source) -> Iterator[Place]:
    for call, _ in source.methods("std", "var"):
        given = keyword(call, "ddof", "correction")
        if given is not None:
            yield (source.replace(given.value, "1" if number(given.value) == 0 else "0"),)
        elif source.imports("torch"):
            yield (source.argument(call, "correction=0"),)
        else:
            yield (source.argument(call, "ddof=0" if source.imports("pd") else "ddof=1"),)


MUTATION = Mutation(
    name="population-for-sample",
    sentence="The variance was divided by n where it is n - 1, or the other way round.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
