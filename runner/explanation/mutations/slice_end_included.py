"""Take the end of a slice in."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for part in source.nodes(ast.Slice):
        end = number(part.upper)
        if part.upper is not None and end is not None and end != -1:
            yield (source.replace(part.upper, str(end + 1)),)


MUTATION = Mutation(
    name="slice-end-included",
    sentence="The end of the slice was taken to be included.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
