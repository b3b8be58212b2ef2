"""Keep the reduced dimension where it goes."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import REDUCTIONS
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls(*REDUCTIONS):
        along = keyword(call, "dim", "axis")
        if along is not None and keyword(call, "keepdim", "keepdims") is None:
            yield (source.argument(call, "keepdim=True" if along.arg == "dim" else "keepdims=True"),)


MUTATION = Mutation(
    name="keepdim-assumed",
    sentence="The reduced dimension was taken to stay with size 1, as with `keepdim=True`.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
