"""Walk through something from its front where it is walked through from its end."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("reversed"):
        if len(call.args) == 1:
            yield (source.replace(call, source.segment(call.args[0])),)


MUTATION = Mutation(
    name="read-from-the-front",
    sentence="It was walked through from its front, not from its end.",
    places=_places,
)
