"""Give the inputs and outputs of a layer in the other order."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("Linear", "Conv1d", "Conv2d", "Conv3d", "Embedding"):
        if len(call.args) > 1 and source.segment(call.args[0]) != source.segment(call.args[1]):
            yield source.swap(call.args[0], call.args[1])


MUTATION = Mutation(
    name="layer-sizes-swapped",
    sentence="Inputs and outputs of the layer were taken for each other.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
