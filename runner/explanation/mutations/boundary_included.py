"""Let a comparison include its boundary, or leave it out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source

_OTHER: Final = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}


def _places(source: Source) -> Iterator[Place]:
    for comparison in source.nodes(ast.Compare):
        if len(comparison.ops) == 1 and type(comparison.ops[0]) in _OTHER:
            left, right = source.segment(comparison.left), source.segment(comparison.comparators[0])
            yield (source.replace(comparison, f"{left} {_OTHER[type(comparison.ops[0])]} {right}"),)


MUTATION = Mutation(
    name="boundary-included",
    sentence="The boundary was taken to be included where it is not, or left out where it is included.",
    places=_places,
)
