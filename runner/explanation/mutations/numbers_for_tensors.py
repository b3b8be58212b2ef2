"""Count the numbers in tensors where the tensors are counted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Edit, Source, called


def _places(source: Source) -> Iterator[Place]:
    for generator in source.nodes(ast.GeneratorExp):
        element = generator.elt
        if (
            isinstance(element, ast.Attribute)
            and element.attr == "requires_grad"
            and "sum(" in source.segment(source.statement_of(generator))
        ):
            counted = f"{source.receiver(element)}.numel()"
            last = source.end(generator.generators[-1].iter)
            yield (source.replace(element, counted), Edit(last, last, f" if {source.segment(element)}"))
    for call, function in source.methods("parameters"):
        outer = source.parent(source.parent(call) or call)
        if isinstance(outer, ast.Call) and called(outer) == "len":
            yield (source.replace(outer, f"sum(p.numel() for p in {source.receiver(function)}.parameters())"),)


MUTATION = Mutation(
    name="numbers-for-tensors",
    sentence="All the numbers in the parameters were counted, not the parameter tensors.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
