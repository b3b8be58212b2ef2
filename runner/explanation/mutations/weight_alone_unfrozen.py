"""Unfreeze the weight of a layer and leave its bias frozen."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call, function in source.methods("requires_grad_"):
        if [getattr(argument, "value", None) for argument in call.args] == [True]:
            yield source.append(function.value, ".weight")


MUTATION = Mutation(
    name="weight-alone-unfrozen",
    sentence="Only the weight of the layer was unfrozen, and its bias was forgotten.",
    places=_places,
)
