"""Count rows with their missing values."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, function in source.methods("count"):
        if source.imports("pd"):
            yield (source.replace(call, f"{source.receiver(function)}.size"),)


MUTATION = Mutation(
    name="missing-values-counted",
    sentence="Missing values were counted as well.",
    places=_places,
)
