"""Copy what only shows the same numbers in another way."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, function in source.methods(
        "view", "t", "transpose", "permute", "detach", "numpy", "squeeze", "unsqueeze"
    ):
        if isinstance(source.parent(call), ast.Assign):
            yield source.append(call, ".copy()" if function.attr == "numpy" else ".clone()")


MUTATION = Mutation(
    name="view-copies",
    sentence="A view was taken to be a copy, though it shows the same numbers in memory.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
