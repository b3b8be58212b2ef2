"""Freeze the whole model where a part of it was frozen."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import freezing
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for statement in freezing(source):
        part = next((node for node in ast.walk(statement) if isinstance(node, ast.Subscript)), None)
        if part is not None:
            yield (source.replace(part, source.segment(part.value)),)


MUTATION = Mutation(
    name="whole-model-frozen",
    sentence="The whole model was frozen, not only the part that was named.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
