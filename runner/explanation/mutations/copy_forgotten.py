"""Keep a reference where a copy was made."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("deepcopy", "copy"):
        if len(call.args) == 1:
            yield (source.replace(call, source.segment(call.args[0])),)
    for call, _ in source.methods("clone", "copy"):
        if not call.args:
            yield (source.unwrap(call),)


MUTATION = Mutation(
    name="copy-forgotten",
    sentence="No copy was made: both names stand for the same object.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
