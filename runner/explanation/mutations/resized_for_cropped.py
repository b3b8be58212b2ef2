"""Crop images to the size they were resized to."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("transforms"):
        if not call.args and not call.keywords:
            yield (source.argument(call, "crop_size=256"),)


MUTATION = Mutation(
    name="resized-for-cropped",
    sentence="The size that images are resized to was taken for that of the crop.",
    places=_places,
)
