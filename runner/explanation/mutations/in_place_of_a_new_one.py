"""Write the result of an operation into its left operand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source

_METHODS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "add_",
    ast.Sub: "sub_",
    ast.Mult: "mul_",
    ast.Div: "div_",
}


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        value = assign.value
        if isinstance(value, ast.BinOp) and isinstance(value.left, ast.Name) and type(value.op) in _METHODS:
            left, right = source.segment(value.left), source.segment(value.right)
            yield (source.replace(value, f"{left}.{_METHODS[type(value.op)]}({right})"),)


MUTATION = Mutation(
    name="in-place-of-a-new-one",
    sentence="The result was taken to be written into the left operand, whose shape has to hold it.",
    places=_places,
    likelihood=Likelihood.RARE,
)
