"""Average over all examples where classes are averaged."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword

_OTHER: Final = {"macro": "micro", "micro": "macro", "weighted": "macro"}


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        average = keyword(call, "average")
        if average is not None and isinstance(average.value, ast.Constant) and average.value.value in _OTHER:
            yield (source.replace(average.value, f'"{_OTHER[str(average.value.value)]}"'),)


MUTATION = Mutation(
    name="micro-for-macro",
    sentence="The score was averaged over all examples, not over the classes.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
