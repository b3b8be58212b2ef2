"""Move a kernel by one."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        stride = keyword(call, "stride")
        if stride is not None:
            yield (source.replace(stride.value, "1"),)


MUTATION = Mutation(
    name="stride-forgotten",
    sentence="The stride was forgotten, so the kernel moves by one.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
