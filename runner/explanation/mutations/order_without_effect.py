"""Give the second of two lists the order of the first."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    pairs: list[ast.Tuple | ast.List] = [*source.nodes(ast.Tuple), *source.nodes(ast.List)]
    for pair in pairs:
        match pair.elts:
            case [ast.List(elts=[_, _]) as first, ast.List(elts=[one, other]) as second]:
                shown, turned = source.segment(first), f"[{source.segment(other)}, {source.segment(one)}]"
                if shown == turned and source.segment(second) != shown:
                    yield (source.replace(second, shown),)


MUTATION = Mutation(
    name="order-without-effect",
    sentence="The order in which the two parts are put together was taken not to matter.",
    places=_places,
    likelihood=Likelihood.RARE,
)
