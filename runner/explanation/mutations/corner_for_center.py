"""Read the corner of a box as its center."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source

_OTHER: Final = {"xywh": "cxcywh", "cxcywh": "xywh"}


def _places(source: Source) -> Iterator[Place]:
    for text in source.nodes(ast.Constant):
        if isinstance(text.value, str) and text.value in _OTHER:
            yield (source.replace(text, f'"{_OTHER[text.value]}"'),)


MUTATION = Mutation(
    name="corner-for-center",
    sentence="The corner of the box was taken for its center.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
