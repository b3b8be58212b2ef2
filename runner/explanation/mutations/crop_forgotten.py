"""Resize an image as its transforms do, and do not crop it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    held = {
        target.id
        for assign in source.nodes(ast.Assign)
        for target in assign.targets
        if isinstance(target, ast.Name) and isinstance(assign.value, ast.Call) and called(assign.value) == "transforms"
    }
    for call in source.nodes(ast.Call):
        if isinstance(call.func, ast.Name) and call.func.id in held and len(call.args) == 1:
            image, name = source.segment(call.args[0]), call.func.id
            resized = f"torchvision.transforms.functional.resize({image}, {name}.resize_size)"
            yield (*source.importing("torchvision"), source.replace(call, resized))


MUTATION = Mutation(
    name="crop-forgotten",
    sentence="The crop behind the resizing was forgotten, so the image keeps its proportions.",
    places=_places,
    likelihood=Likelihood.RARE,
)
