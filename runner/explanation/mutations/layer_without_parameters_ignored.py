"""Leave a layer without parameters out of a `Sequential`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called

_BARE: Final = ("Dropout", "ReLU", "Identity", "Flatten", "GELU", "Tanh", "Sigmoid", "MaxPool2d", "AvgPool2d")


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("Sequential"):
        for layer in call.args:
            if isinstance(layer, ast.Call) and called(layer) in _BARE:
                yield (source.without(call, layer),)


MUTATION = Mutation(
    name="layer-without-parameters-ignored",
    sentence="The layer without parameters was not counted, though it has a number among the others.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
