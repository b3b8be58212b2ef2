"""Do not leave frozen parameters out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Edit, Source


def _places(source: Source) -> Iterator[Place]:
    for generator in source.nodes(ast.comprehension):
        for condition in generator.ifs:
            if "requires_grad" in source.segment(condition):
                yield (Edit(source.end(generator.iter), source.end(condition), ""),)


MUTATION = Mutation(
    name="frozen-included",
    sentence="The frozen parameters were taken in with the others.",
    places=_places,
)
