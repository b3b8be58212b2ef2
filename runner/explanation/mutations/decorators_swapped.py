"""Let decorators act in the other order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for function in source.nodes(ast.FunctionDef):
        if len(function.decorator_list) == 2:
            yield source.swap(*function.decorator_list)


MUTATION = Mutation(
    name="decorators-swapped",
    sentence="The decorators were taken to act from top to bottom, but the lowest one acts first.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
