"""Forget that a kernel of k covers k positions, not k - 1."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, keyword, number


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        kernel = keyword(call, "kernel_size")
        size = number(kernel.value) if kernel is not None else None
        if kernel is not None and size is not None and size > 1:
            yield (source.replace(kernel.value, str(size - 1)),)


MUTATION = Mutation(
    name="kernel-off-by-one",
    sentence="The kernel was taken to be one smaller, so that the edge does not shrink the map as it should.",
    places=_places,
)
