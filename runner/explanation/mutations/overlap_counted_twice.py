"""Divide the overlap of boxes by the sum of their areas."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("box_iou"):
        yield (source.replace(call, f"(lambda iou: iou / (1 + iou))({source.segment(call)})"),)


MUTATION = Mutation(
    name="overlap-counted-twice",
    sentence="The overlap was left in both areas, so the union counted it twice.",
    places=_places,
    likelihood=Likelihood.RARE,
)
