"""Give the second of two lists the order of the first."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    pairs: list[ast.Tuple | ast.List] = [*source.nodes(ast.Tuple), *source.nodes(ast.List)]
    for pair in pairs:
        if len(pair.elts) == 2 and all(isinstance(each, ast.List) and len(each.elts) == 2 for each in pair.elts):
            first, second = (source.segment(each) for each in pair.elts)
            turned = [source.segment(each) for each in reversed(getattr(pair.elts[1], "elts", []))]
            if first == f"[{', '.join(turned)}]" and first != second:
                yield (source.replace(pair.elts[1], first),)


MUTATION = Mutation(
    name="order-without-effect",
    sentence="The order in which the two parts are put together was taken not to matter.",
    places=_places,
    likelihood=Likelihood.RARE,
)
