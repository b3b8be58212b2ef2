"""Leave whole numbers out of the state, such as batch norm's count of batches."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("state_dict"):
        state = source.segment(call)
        yield (source.replace(call, f"{{k: v for k, v in {state}.items() if v.is_floating_point()}}"),)


MUTATION = Mutation(
    name="batch-counter-forgotten",
    sentence="The counter `num_batches_tracked` was forgotten, which batch norm keeps beside mean and variance.",
    places=_places,
)
