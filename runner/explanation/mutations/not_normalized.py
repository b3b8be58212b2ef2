"""Scale images and do not normalize them."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("transforms"):
        if not call.args and not call.keywords:
            yield (source.argument(call, "mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0)"),)


MUTATION = Mutation(
    name="not-normalized",
    sentence="The images were scaled to the range from 0 to 1 and not normalized.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
