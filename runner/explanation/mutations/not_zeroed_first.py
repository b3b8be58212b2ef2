"""Leave out that a tensor is filled with zeros first."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import call_statements
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for statement in call_statements(source, "zero_"):
        if ".grad." not in source.segment(statement):
            yield (source.remove(statement),)


MUTATION = Mutation(
    name="not-zeroed-first",
    sentence="The tensor was not set to zero first, so its old values are still in it.",
    places=_places,
)
