"""Leave the exchange of axes out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, _ in source.methods("permute", "transpose", "t", "swapaxes", "movedim"):
        yield (source.unwrap(call),)
    for attribute in source.nodes(ast.Attribute):
        if attribute.attr in {"T", "mT"}:
            yield (source.replace(attribute, source.receiver(attribute)),)


MUTATION = Mutation(
    name="axes-left-in-place",
    sentence="The axes were taken to stay in the order they had.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
