"""Compare a whole name where its beginning is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, function in source.methods("startswith", "endswith"):
        if len(call.args) == 1:
            yield (source.replace(call, f"{source.receiver(function)} == {source.segment(call.args[0])}"),)


MUTATION = Mutation(
    name="whole-name-for-prefix",
    sentence="The name was taken to be the prefix itself, not to begin with it.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
