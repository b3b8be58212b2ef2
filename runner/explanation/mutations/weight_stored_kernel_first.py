"""Order the sizes of a convolution's weight as TensorFlow does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import shaped
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for value in shaped(source):
        if isinstance(value, ast.Attribute) and value.attr == "weight":
            yield source.append(value, ".permute(2, 3, 1, 0)")


MUTATION = Mutation(
    name="weight-stored-kernel-first",
    sentence="The weight was taken to be stored as in TensorFlow: kernel, inputs, outputs.",
    places=_places,
)
