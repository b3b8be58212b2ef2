"""Let a detector find objects, and look at those of the first image."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    models = {
        target.id: assign
        for assign in source.nodes(ast.Assign)
        for target in assign.targets
        if isinstance(target, ast.Name) and "detection" in source.text and isinstance(assign.value, ast.Call)
    }
    for assign in source.nodes(ast.Assign):
        target, value = assign.targets[0], assign.value
        if isinstance(target, ast.Name) and isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            built = models.get(value.func.id)
            if built is not None:
                yield (source.after(built, f"{value.func.id}.eval()"), *source.append(value, "[0]"))


MUTATION = Mutation(
    name="detections-of-the-first",
    sentence="The detector was taken to find objects, as it does in evaluation mode with a result for each image.",
    places=_places,
)
