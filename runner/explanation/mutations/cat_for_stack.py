"""Line tensors up in an old dimension where a new one is made."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("stack"):
        if isinstance(call.func, ast.Attribute):
            yield (source.rename(call.func, "cat"),)


MUTATION = Mutation(
    name="cat-for-stack",
    sentence="`stack` was taken to line tensors up in a dimension they have, as `cat` does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
