"""Change an object in place where a new one is made and dropped."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import call_statements
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for statement in call_statements(source, "add", "sub", "mul", "div", "clamp", "fill", "relu", "abs", "neg", "sqrt"):
        call = statement.value
        if source.imports("torch") and isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            yield (source.rename(call.func, f"{call.func.attr}_"),)


MUTATION = Mutation(
    name="in-place-assumed",
    sentence="The method was taken to change its tensor in place, as the one with an underscore does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
