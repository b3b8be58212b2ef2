"""Count tensors where the numbers in them are counted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, _ in source.methods("numel"):
        if isinstance(source.parent(call), ast.GeneratorExp):
            yield (source.replace(call, "1"),)


MUTATION = Mutation(
    name="tensors-for-numbers",
    sentence="The parameter tensors were counted, not the numbers in them.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
