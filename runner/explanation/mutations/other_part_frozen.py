"""Freeze the part at the other end of the model."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import freezing
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for statement in freezing(source):
        for node in ast.walk(statement):
            index = number(node.slice) if isinstance(node, ast.Subscript) else None
            if isinstance(node, ast.Subscript) and index is not None:
                yield (source.replace(node.slice, "-1" if index == 0 else "0"),)


MUTATION = Mutation(
    name="other-part-frozen",
    sentence="The layer at the other end of the model was frozen.",
    places=_places,
)
