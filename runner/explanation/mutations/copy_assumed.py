"""Copy where only a second name is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        value = assign.value
        if isinstance(value, ast.Name) or (isinstance(value, ast.Call) and called(value) == "state_dict"):
            copied = source.replace(value, f"copy.deepcopy({source.segment(value)})")
            yield (copied, *source.importing("copy"))


MUTATION = Mutation(
    name="copy-assumed",
    sentence="A copy was taken to be made, where only another name for the same values is given.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
