"""Freeze a model as soon as it is loaded."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        target = assign.targets[0]
        if isinstance(target, ast.Name) and isinstance(assign.value, ast.Call) and keyword(assign.value, "weights"):
            yield (source.after(assign, f"{target.id}.requires_grad_(False)"),)


MUTATION = Mutation(
    name="loaded-frozen",
    sentence="Loading pre-trained weights was taken to freeze them.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
