"""Keep the value a variable had when a function was made."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Edit, Source


def _places(source: Source) -> Iterator[Place]:
    for function in source.nodes(ast.Lambda):
        loop = source.inside(function, ast.For, ast.ListComp)
        target = loop.target if isinstance(loop, ast.For) else None
        if isinstance(loop, ast.ListComp):
            target = loop.generators[0].target
        if isinstance(target, ast.Name):
            start = source.start(function) + len("lambda")
            parameters = f" {target.id}={target.id}" + (", " if function.args.args else "")
            yield (Edit(start, start + (1 if function.args.args else 0), parameters),)


MUTATION = Mutation(
    name="closure-keeps-value",
    sentence="The function was taken to keep the value of the loop's variable, but it looks it up when it is called.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
