"""Let large classes count more where each counts alike."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        average = keyword(call, "average")
        if average is not None and isinstance(average.value, ast.Constant) and average.value.value == "macro":
            yield (source.replace(average.value, '"weighted"'),)


MUTATION = Mutation(
    name="weighted-for-macro",
    sentence="Each class counted by its size, not as much as the others.",
    places=_places,
)
