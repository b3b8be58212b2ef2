"""Take a kernel for one without gaps."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        dilation = keyword(call, "dilation")
        if dilation is not None:
            yield (source.without(call, dilation),)


MUTATION = Mutation(
    name="dilation-forgotten",
    sentence="The dilation was forgotten, so the kernel has no gaps.",
    places=_places,
)
