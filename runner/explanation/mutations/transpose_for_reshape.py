"""Exchange the axes where the shape is filled in reading order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, function in source.methods("reshape", "view"):
        if len(call.args) == 2 and isinstance(function.value, ast.Name):
            yield (source.replace(call, f"{source.receiver(function)}.T"),)


MUTATION = Mutation(
    name="transpose-for-reshape",
    sentence="`reshape` was taken to exchange the axes, as a transpose does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
