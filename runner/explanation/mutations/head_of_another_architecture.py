"""Assign the head to the name that another architecture gives it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.idioms import heads
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called

_OTHER: Final = {"fc": "classifier[1]", "classifier": "fc", "head": "fc", "heads": "fc"}


def _places(source: Source) -> Iterator[Place]:
    for assign, layer in heads(source):
        target = assign.targets[0]
        inner = target.value if isinstance(target, ast.Subscript) else target
        if called(layer)[:1].isupper() and isinstance(inner, ast.Attribute) and inner.attr in _OTHER:
            yield (source.replace(target, f"{source.receiver(inner)}.{_OTHER[inner.attr]}"),)


MUTATION = Mutation(
    name="head-of-another-architecture",
    sentence="The head was taken to have the name that it has in another architecture.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
