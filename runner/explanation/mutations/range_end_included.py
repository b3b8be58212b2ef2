"""Take the end of a range in."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("range", "arange"):
        if call.args and (len(call.args) < 3 or number(call.args[2]) == 1):
            end = call.args[min(1, len(call.args) - 1)]
            value = number(end)
            yield (source.replace(end, str(value + 1) if value is not None else f"{source.segment(end)} + 1"),)


MUTATION = Mutation(
    name="range-end-included",
    sentence="The end of the range was taken to be included.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
