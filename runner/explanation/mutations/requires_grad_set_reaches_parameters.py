"""Call the method of a module where its attribute was set."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        target = assign.targets[0]
        if (
            isinstance(target, ast.Attribute)
            and target.attr == "requires_grad"
            and not _is_loop_variable(source, target)
        ):
            method = f"{source.receiver(target)}.requires_grad_({source.segment(assign.value)})"
            yield (source.replace(assign, method),)


def _is_loop_variable(source: Source, target: ast.Attribute) -> bool:
    loop = source.inside(target, ast.For)
    return isinstance(loop, ast.For) and source.receiver(target) in source.segment(loop.target)


MUTATION = Mutation(
    name="requires-grad-set-reaches-parameters",
    sentence="Setting `requires_grad` on a module was taken for `requires_grad_()`, which reaches its parameters.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
