"""Transpose the first operand so that the shapes fit."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import elementwise
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for operation in elementwise(source):
        if isinstance(operation.left, ast.Name):
            yield source.append(operation.left, ".T")


MUTATION = Mutation(
    name="turned-to-fit",
    sentence="The first operand was taken to be turned until the shapes fit.",
    places=_places,
)
