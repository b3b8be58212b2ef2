"""Score the positive class alone where classes are averaged."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        average = keyword(call, "average")
        if average is not None and isinstance(average.value, ast.Constant) and average.value.value == "macro":
            yield (source.replace(average.value, '"binary"'),)


MUTATION = Mutation(
    name="positive-class-for-macro",
    sentence="Only the positive class was scored, not each class in turn.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
