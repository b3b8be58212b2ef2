"""Give every user of a shared module a copy of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    used: set[str] = set()
    for call in source.calls("Sequential", "ModuleList"):
        for argument in call.args:
            if isinstance(argument, ast.Name):
                if argument.id in used:
                    copied = source.replace(argument, f"copy.deepcopy({argument.id})")
                    yield (copied, *source.importing("copy"))
                used.add(argument.id)


MUTATION = Mutation(
    name="shared-module-copied",
    sentence="Each model was taken to have a copy of the shared part, so that it counts twice.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
