"""Flatten a tensor with its method where the layer keeps the first axis."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    layers = {
        target.id
        for assign in source.nodes(ast.Assign)
        for target in assign.targets
        if isinstance(target, ast.Name) and isinstance(assign.value, ast.Call) and called(assign.value) == "Flatten"
    }
    for call in source.calls(*layers) if layers else ():
        if isinstance(call.func, ast.Name) and len(call.args) == 1:
            yield (source.replace(call, f"{source.segment(call.args[0])}.flatten()"),)


MUTATION = Mutation(
    name="flatten-method-for-layer",
    sentence="The layer `nn.Flatten` was taken to join all axes, as the method `flatten` does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
