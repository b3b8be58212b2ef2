"""Make an optimizer without weight decay."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        decay = keyword(call, "weight_decay")
        if decay is not None:
            yield (source.replace(decay, "weight_decay=0.0"),)


MUTATION = Mutation(
    name="weight-decay-forgotten",
    sentence="Weight decay was left out of account: where the gradient is zero, nothing would move.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
