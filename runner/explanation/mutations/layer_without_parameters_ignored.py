"""Leave a layer without parameters out of a `Sequential`, and number those behind it anew."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Edit, Source, called, number

_BARE: Final = ("Dropout", "ReLU", "Identity", "Flatten", "GELU", "Tanh", "Sigmoid", "MaxPool2d", "AvgPool2d")


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("Sequential"):
        for index, layer in enumerate(call.args):
            if isinstance(layer, ast.Call) and called(layer) in _BARE:
                yield (source.without(call, layer), *_numbered_anew(source, source.parent(call), index))


def _numbered_anew(source: Source, made: ast.AST | None, gone: int) -> Iterator[Edit]:
    """Each number behind ``gone`` by which the program asks for a layer of what ``made`` assigns, less one."""
    targets = made.targets if isinstance(made, ast.Assign) else []
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    for place in source.nodes(ast.Subscript):
        asked = number(place.slice)
        ours = isinstance(place.value, ast.Name) and place.value.id in names
        if ours and asked is not None and asked > gone:
            yield source.replace(place.slice, str(asked - 1))


MUTATION = Mutation(
    name="layer-without-parameters-ignored",
    sentence="The layer without parameters was not counted, though it has a number among the others.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
