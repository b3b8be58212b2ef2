"""Put an axis for the batch in front of a result."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import shaped
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for value in shaped(source):
        if isinstance(value, ast.Call):
            yield source.append(value, ".unsqueeze(0)")


MUTATION = Mutation(
    name="batch-axis-assumed",
    sentence="The result was taken to get an axis for the batch in front.",
    places=_places,
)
