"""Give a module an array of NumPy."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import sizes
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, found in sizes(source):
        outer = source.parent(call)
        if isinstance(outer, ast.Call) and len(found) > 2 and call in outer.args:
            yield source.append(call, ".numpy()")


MUTATION = Mutation(
    name="image-as-an-array",
    sentence="An array of NumPy was given to a module, which takes tensors only.",
    places=_places,
)
