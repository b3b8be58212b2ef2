"""Do not hand new parameters to the optimizer."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import call_statements
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for statement in call_statements(source, "add_param_group"):
        yield (source.remove(statement),)


MUTATION = Mutation(
    name="group-not-added",
    sentence="Unfreezing was taken to be enough, and the optimizer never heard of the parameters.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
