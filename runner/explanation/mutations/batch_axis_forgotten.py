"""Leave the first axis, that of the batch, out."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import sizes
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for call, found in sizes(source):
        if len(found) > 1:
            yield (source.without(call, call.args[0]),)
    for call, _ in source.methods("unsqueeze"):
        if number(call.args[0] if call.args else None) == 0:
            yield (source.unwrap(call),)


MUTATION = Mutation(
    name="batch-axis-forgotten",
    sentence="The first axis, that of the batch, was forgotten.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
