"""Count the frozen weights, not the trainable ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for attribute in source.nodes(ast.Attribute):
        if attribute.attr == "trainable_weights":
            yield (source.rename(attribute, "non_trainable_weights"),)


MUTATION = Mutation(
    name="frozen-for-trainable",
    sentence="The frozen weights were taken for the ones that train.",
    places=_places,
    likelihood=Likelihood.RARE,
)
