"""Make a default value anew in every call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for function in source.nodes(ast.FunctionDef):
        arguments = function.args.args[len(function.args.args) - len(function.args.defaults) :]
        for argument, default in zip(arguments, function.args.defaults, strict=True):
            if isinstance(default, (ast.List, ast.Dict)):
                value = source.segment(default)
                again = f"{argument.arg} = {value} if {argument.arg} is None else {argument.arg}"
                yield (source.replace(default, "None"), source.before(function.body[0], again))


MUTATION = Mutation(
    name="default-made-anew",
    sentence="The default value was taken to be made anew in every call, but it is made once.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
