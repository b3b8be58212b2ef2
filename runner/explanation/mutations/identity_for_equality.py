"""Compare identity where equality is asked for, or the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for comparison in source.nodes(ast.Compare):
        if len(comparison.ops) == 1 and isinstance(comparison.ops[0], (ast.Is, ast.Eq)):
            left, right = source.segment(comparison.left), source.segment(comparison.comparators[0])
            if right != "None":
                sign = "==" if isinstance(comparison.ops[0], ast.Is) else "is"
                yield (source.replace(comparison, f"{left} {sign} {right}"),)


MUTATION = Mutation(
    name="identity-for-equality",
    sentence="`is`, which asks for the same object, and `==`, which asks for an equal one, were taken for each other.",
    places=_places,
)
