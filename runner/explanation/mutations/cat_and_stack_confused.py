"""Let `cat` and `stack` change their places."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    edits = []
    for call in source.calls("cat", "stack"):
        if isinstance(call.func, ast.Attribute):
            edits.append(source.rename(call.func, "stack" if called(call) == "cat" else "cat"))
    if len(edits) > 1:
        yield tuple(edits)


MUTATION = Mutation(
    name="cat-and-stack-confused",
    sentence="`cat` and `stack` were taken for each other.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
