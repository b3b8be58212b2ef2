"""Stop with the shorter of two where the longer one decides."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("zip_longest"):
        pairs = ", ".join(source.segment(each) for each in call.args)
        yield (source.replace(call, f"zip({pairs})"),)


MUTATION = Mutation(
    name="shorter-decides",
    sentence="The pairs ended with the shorter of the two.",
    places=_places,
)
