"""Take batch norm to have statistics and no parameters."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("BatchNorm1d", "BatchNorm2d", "BatchNorm3d"):
        if keyword(call, "affine") is None:
            yield (source.argument(call, "affine=False"),)


MUTATION = Mutation(
    name="batch-norm-without-parameters",
    sentence="Batch norm was taken to have no weight and bias of its own.",
    places=_places,
)
