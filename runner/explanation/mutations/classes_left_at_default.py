"""Leave the number of classes at its default."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        classes = keyword(call, "num_classes")
        if classes is not None:
            yield (source.without(call, classes),)


MUTATION = Mutation(
    name="classes-left-at-default",
    sentence="The number of classes was left at its default.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
