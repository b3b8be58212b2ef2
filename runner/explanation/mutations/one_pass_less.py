"""Go through a loop once less."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("range"):
        if len(call.args) == 1 and (number(call.args[0]) or 0) > 1:
            yield (source.replace(call.args[0], str((number(call.args[0]) or 0) - 1)),)


MUTATION = Mutation(
    name="one-pass-less",
    sentence="The loop was taken to run once less.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
