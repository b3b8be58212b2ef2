"""Take the kernel of an output to be the same for all its inputs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import shaped
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for value in shaped(source):
        if isinstance(value, ast.Attribute) and value.attr == "weight":
            yield source.append(value, "[:, 0]")


MUTATION = Mutation(
    name="kernels-without-inputs",
    sentence="Each output was taken to have one kernel for all its input channels.",
    places=_places,
)
