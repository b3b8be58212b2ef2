"""Select by label where positions are counted, or the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source

_OTHER: Final = {"loc": "iloc", "iloc": "loc"}


def _places(source: Source) -> Iterator[Place]:
    for subscript in source.nodes(ast.Subscript):
        if isinstance(subscript.value, ast.Attribute) and subscript.value.attr in _OTHER:
            yield (source.rename(subscript.value, _OTHER[subscript.value.attr]),)


MUTATION = Mutation(
    name="label-for-position",
    sentence="`loc`, which goes by label with the end, and `iloc`, which counts positions, were taken for each other.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
