"""Take parameters alone for the whole state."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, function in source.methods("state_dict"):
        yield (source.replace(call, f"dict({source.receiver(function)}.named_parameters())"),)


MUTATION = Mutation(
    name="buffers-forgotten",
    sentence="The buffers were forgotten: a `state_dict` holds them beside the parameters.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
