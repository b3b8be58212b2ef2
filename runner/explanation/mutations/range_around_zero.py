"""Scale bytes to the range from -1 to 1."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("to_dtype", "convert_image_dtype"):
        if isinstance(source.parent(call), ast.Assign):
            yield source.append(call, " * 2 - 1")


MUTATION = Mutation(
    name="range-around-zero",
    sentence="The bytes were taken to be scaled to the range from -1 to 1.",
    places=_places,
    likelihood=Likelihood.RARE,
)
