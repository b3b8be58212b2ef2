"""Print two things in the other order."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from runner.explanation.idioms import printed
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    lines = list(printed(source))
    for one, other in itertools.pairwise(lines):
        yield source.swap(one, other)
    for line in lines:
        call = line.value
        if isinstance(call, ast.Call) and len(call.args) == 2 and not call.keywords:
            yield source.swap(call.args[0], call.args[1])


MUTATION = Mutation(
    name="two-outputs-swapped",
    sentence="The two results were taken for each other.",
    places=_places,
    likelihood=Likelihood.RARE,
)
