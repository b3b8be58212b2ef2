"""Count the parameters of another model of the program."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    models = {
        target.id
        for assign in source.nodes(ast.Assign)
        for target in assign.targets
        if isinstance(target, ast.Name) and isinstance(assign.value, ast.Call)
    }
    for call, function in source.methods("parameters"):
        counts = source.inside(call, ast.GeneratorExp) is not None
        if counts and isinstance(function.value, ast.Name):
            for other in sorted(models - {function.value.id}):
                yield (source.replace(function.value, other),)


MUTATION = Mutation(
    name="another-model-counted",
    sentence="The parameters of another model of the program were counted.",
    places=_places,
    likelihood=Likelihood.RARE,
)
