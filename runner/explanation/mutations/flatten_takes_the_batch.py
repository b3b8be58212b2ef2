"""Flatten the axis of the batch as well."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword, number


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("Flatten"):
        if not call.args and not call.keywords:
            yield (source.argument(call, "start_dim=0"),)
    for call in source.calls("flatten"):
        start = keyword(call, "start_dim") or (call.args[-1] if call.args and number(call.args[-1]) else None)
        if start is not None:
            yield (source.without(call, start),)


MUTATION = Mutation(
    name="flatten-takes-the-batch",
    sentence="Flattening was taken to join all axes, that of the batch included.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
