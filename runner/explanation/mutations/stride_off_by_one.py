"""Move a kernel by one more."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, keyword, number


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        stride = keyword(call, "stride")
        size = number(stride.value) if stride is not None else None
        if stride is not None and size is not None:
            yield (source.replace(stride.value, str(size + 1)),)


MUTATION = Mutation(
    name="stride-off-by-one",
    sentence="The stride was off by one, so the kernel moves too far.",
    places=_places,
)
