"""Leave the dimension out, so that the whole tensor is reduced."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import REDUCTIONS
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls(*REDUCTIONS):
        argument = keyword(call, "dim", "axis")
        if argument is not None:
            yield (source.without(call, argument),)


MUTATION = Mutation(
    name="dimension-left-out",
    sentence="The operation was taken to run over everything, not along one dimension.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
