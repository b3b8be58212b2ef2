"""Let the statement behind a block without gradients belong to it."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import no_grad_blocks
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for block in no_grad_blocks(source):
        statements = source.block_of(block)
        following = statements[statements.index(block) + 1 :]
        if following:
            yield (source.indent(following[0], under=block),)


MUTATION = Mutation(
    name="no-grad-reaches-on",
    sentence="`no_grad` was taken to hold for what follows its block as well.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
