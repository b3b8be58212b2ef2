"""Take a slice from the other end."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for part in source.nodes(ast.Slice):
        end = number(part.upper)
        if part.lower is None and part.step is None and end is not None and end > 0:
            yield (source.replace(part, f"-{end}:"),)
        elif part.upper is None and part.step is None and (number(part.lower) or 0) < 0:
            yield (source.replace(part, f":{-(number(part.lower) or 0)}"),)


MUTATION = Mutation(
    name="slice-from-the-end",
    sentence="The slice was taken from the other end.",
    places=_places,
)
