"""Freeze behind the replacement of the head instead of in front of it."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import freezing, heads
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for freeze in freezing(source):
        block = source.block_of(freeze)
        for assign, _ in heads(source):
            if assign in block and block.index(assign) > block.index(freeze):
                yield source.move(freeze, behind=assign)


MUTATION = Mutation(
    name="frozen-after-new-head",
    sentence="The new head was put in first and frozen with all the rest.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
