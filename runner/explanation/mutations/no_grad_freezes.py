"""Freeze the module that is called without gradients."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import no_grad_blocks
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for block in no_grad_blocks(source):
        first = block.body[0]
        if (
            isinstance(first, ast.Assign)
            and isinstance(first.value, ast.Call)
            and isinstance(first.value.func, ast.Name)
        ):
            yield (source.before(block, f"{first.value.func.id}.requires_grad_(False)"),)


MUTATION = Mutation(
    name="no-grad-freezes",
    sentence="`no_grad` was taken to clear the flag of the parameters, as freezing does.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
