"""Record gradients where recording was switched off."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import no_grad_blocks
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    for block in no_grad_blocks(source):
        yield source.lift(block)
    for function in source.nodes(ast.FunctionDef):
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and called(decorator) in {"no_grad", "inference_mode"}:
                yield (source.remove_decorator(decorator),)


MUTATION = Mutation(
    name="no-grad-forgotten",
    sentence="`no_grad` was forgotten, so the operations were recorded.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
