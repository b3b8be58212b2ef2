"""Leave out the pooling at the beginning of a network."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        target = assign.targets[0]
        calls = [each for each in ast.walk(assign.value) if isinstance(each, ast.Call)]
        if isinstance(target, ast.Name) and any(called(each).startswith("resnet") for each in calls):
            yield (*source.importing("torch"), source.after(assign, f"{target.id}.maxpool = torch.nn.Identity()"))


MUTATION = Mutation(
    name="stem-pooling-forgotten",
    sentence="The pooling at the beginning of the network was forgotten, so it halves once less.",
    places=_places,
    likelihood=Likelihood.RARE,
)
