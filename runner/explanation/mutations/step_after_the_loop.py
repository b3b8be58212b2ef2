"""Make the last step of a loop once, behind it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for loop in source.nodes(ast.For):
        if ".step(" in source.segment(loop.body[-1]):
            yield source.dedent(loop.body[-1], out_of=loop)


MUTATION = Mutation(
    name="step-after-the-loop",
    sentence="The step was made once after the loop, not in every pass.",
    places=_places,
)
