"""Put a parameter group that is added in front of the others."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, function in source.methods("add_param_group"):
        groups = f"{source.segment(function.value)}.param_groups"
        statement = source.statement_of(call)
        if isinstance(function.value, ast.Name):
            yield (source.after(statement, f"{groups}.insert(0, {groups}.pop())"),)


MUTATION = Mutation(
    name="new-group-first",
    sentence="The parameter group that is added was taken to come first.",
    places=_places,
    likelihood=Likelihood.RARE,
)
