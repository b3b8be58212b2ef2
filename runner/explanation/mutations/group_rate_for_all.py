"""Give every parameter group the rate of the one that has its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.nodes(ast.Call):
        default = keyword(call, "lr")
        rates = [
            value
            for groups in call.args
            if isinstance(groups, ast.List)
            for group in groups.elts
            if isinstance(group, ast.Dict)
            for key, value in zip(group.keys, group.values, strict=True)
            if isinstance(key, ast.Constant) and key.value == "lr"
        ]
        if default is not None and len(rates) == 1:
            yield (source.replace(default.value, source.segment(rates[0])),)


MUTATION = Mutation(
    name="group-rate-for-all",
    sentence="The rate of one parameter group was taken to hold for all of them.",
    places=_places,
    likelihood=Likelihood.RARE,
)
