"""Write to all of a tensor where one place is written to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        target = assign.targets[0]
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            whole = f"{target.value.id} += {source.segment(assign.value)}"
            yield (source.replace(assign, whole),)


MUTATION = Mutation(
    name="whole-written-at-once",
    sentence="All of the tensor was written to, which torch refuses where rows share their memory.",
    places=_places,
    likelihood=Likelihood.RARE,
)
