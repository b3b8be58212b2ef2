"""Make a new dimension where tensors are lined up in an old one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("cat"):
        if isinstance(call.func, ast.Attribute):
            yield (source.rename(call.func, "stack"),)


MUTATION = Mutation(
    name="stack-for-cat",
    sentence="`cat` was taken to make a new dimension, as `stack` does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
