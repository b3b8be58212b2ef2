"""List the parameter groups in the other order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for groups in source.nodes(ast.List):
        if len(groups.elts) == 2 and all(isinstance(each, ast.Dict) for each in groups.elts):
            yield source.swap(groups.elts[0], groups.elts[1])


MUTATION = Mutation(
    name="group-rates-swapped",
    sentence="The parameter groups were read in the other order.",
    places=_places,
)
