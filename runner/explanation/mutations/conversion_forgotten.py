"""Leave out a statement that converts a value in place of its name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        target, value = assign.targets[0], assign.value
        given = value.args[:1] if isinstance(value, ast.Call) else []
        if [source.segment(argument) for argument in given] == [source.segment(target)]:
            yield (source.remove(assign),)


MUTATION = Mutation(
    name="conversion-forgotten",
    sentence="The conversion was overlooked, and the old value was used.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
