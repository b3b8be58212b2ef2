"""Leave out the rate of a parameter group."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for group in source.nodes(ast.Dict):
        for name, value in zip(group.keys, group.values, strict=True):
            if isinstance(name, ast.Constant) and name.value == "lr" and len(group.keys) > 1:
                yield (source.without_item(group, name, value),)


MUTATION = Mutation(
    name="group-rate-forgotten",
    sentence="The rate of the parameter group was overlooked, and the optimizer's own was used.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
