"""Look at the targets where the predictions are asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source

_TARGETS: Final = {"target", "targets", "label", "labels", "truth", "y_true", "y_test"}
_PREDICTIONS: Final = {"result", "results", "output", "outputs", "prediction", "predictions", "y_pred", "found"}


def _places(source: Source) -> Iterator[Place]:
    targets = [name for name in source.nodes(ast.Name) if name.id in _TARGETS]
    for name in source.nodes(ast.Name):
        if targets and name.id in _PREDICTIONS and isinstance(name.ctx, ast.Load):
            yield (source.replace(name, targets[0].id),)


MUTATION = Mutation(
    name="targets-for-predictions",
    sentence="The targets that were given in were taken for what comes out.",
    places=_places,
)
