"""Turn a flag that is passed on into its opposite."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        for each in call.keywords:
            if isinstance(each.value, ast.Name) and each.arg == each.value.id:
                yield (source.replace(each.value, f"not {each.value.id}"),)


MUTATION = Mutation(
    name="flag-inverted",
    sentence="The flag was read the wrong way round.",
    places=_places,
    likelihood=Likelihood.RARE,
)
