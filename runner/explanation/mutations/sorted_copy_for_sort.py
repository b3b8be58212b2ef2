"""Sort a list in place where a sorted copy is made."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("sorted"):
        if len(call.args) == 1 and isinstance(call.args[0], ast.Name) and isinstance(source.parent(call), ast.Assign):
            given = "".join(f"{source.segment(each)}, " for each in call.keywords).removesuffix(", ")
            yield (source.replace(call, f"{call.args[0].id}.sort({given})"),)


MUTATION = Mutation(
    name="sorted-copy-for-sort",
    sentence="Sorting was taken to give the list back, but `sort` changes it in place and gives `None`.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
