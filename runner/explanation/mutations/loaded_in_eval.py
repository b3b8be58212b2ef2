"""Put a model into evaluation mode as soon as it is built."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        target = assign.targets[0]
        if isinstance(target, ast.Name) and isinstance(assign.value, ast.Call) and keyword(assign.value, "weights"):
            yield (source.after(assign, f"{target.id}.eval()"),)


MUTATION = Mutation(
    name="loaded-in-eval",
    sentence="A new model was taken to start in evaluation mode.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
