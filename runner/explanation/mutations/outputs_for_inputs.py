"""Read the outputs of a layer where its inputs are asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source

_OTHER: Final = {"in_features": "out_features", "in_channels": "out_channels"}


def _places(source: Source) -> Iterator[Place]:
    for attribute in source.nodes(ast.Attribute):
        if attribute.attr in _OTHER:
            yield (source.rename(attribute, _OTHER[attribute.attr]),)


MUTATION = Mutation(
    name="outputs-for-inputs",
    sentence="The outputs of the layer were read, not its inputs.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
