"""Reduce every dimension but the one that is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, keyword, number

_OTHERS: Final = {0: "(1, 2)", 1: "(0, 2)", 2: "(0, 1)"}


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("sum", "mean", "amax", "amin"):
        argument = keyword(call, "dim", "axis")
        others = _OTHERS.get(number(argument.value) or 0) if argument is not None else None
        if argument is not None and others is not None:
            yield (source.replace(argument.value, others),)


MUTATION = Mutation(
    name="dimension-that-stays",
    sentence="The dimension that is named was taken for the one that stays, not for the one that goes.",
    places=_places,
)
