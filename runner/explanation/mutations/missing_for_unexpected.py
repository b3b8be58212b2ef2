"""Read the keys that are missing as those that are unexpected."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source

_OTHER: Final = {"missing_keys": "unexpected_keys", "unexpected_keys": "missing_keys"}


def _places(source: Source) -> Iterator[Place]:
    for attribute in source.nodes(ast.Attribute):
        if attribute.attr in _OTHER:
            yield (source.rename(attribute, _OTHER[attribute.attr]),)


MUTATION = Mutation(
    name="missing-for-unexpected",
    sentence="Missing keys, which only the model has, and unexpected ones, which only the file has, were confused.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
