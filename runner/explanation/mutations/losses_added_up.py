"""Add up the losses that a detector returns in training mode."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        target, value = assign.targets[0], assign.value
        given = len(value.args) if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else 0
        if isinstance(target, ast.Name) and given == 2 and "torchvision.models.detection" in source.text:
            yield (source.after(assign, f'{target.id} = {{"loss": sum({target.id}.values())}}'),)


MUTATION = Mutation(
    name="losses-added-up",
    sentence="The losses were taken to be added up to a single one already.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
