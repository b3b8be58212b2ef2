"""Fill the new shape in reading order where axes are exchanged."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for attribute in source.nodes(ast.Attribute):
        if attribute.attr in {"T", "mT"}:
            value = source.receiver(attribute)
            yield (source.replace(attribute, f"{value}.reshape({value}.shape[::-1])"),)
    for call, function in source.methods("t", "transpose", "permute", "swapaxes", "movedim"):
        yield (source.replace(call, f"{source.receiver(function)}.reshape({source.segment(call)}.shape)"),)


MUTATION = Mutation(
    name="reshape-for-transpose",
    sentence="Exchanging the axes was taken for a `reshape`, which fills the new shape in reading order.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
