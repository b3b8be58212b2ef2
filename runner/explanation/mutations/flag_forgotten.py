"""Leave a flag out of a call, so that its default holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source

_HAVE_SLIPS_OF_THEIR_OWN: Final = {"bias", "keepdim", "keepdims", "requires_grad", "inplace", "strict"}


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        for each in call.keywords:
            is_flag = isinstance(each.value, ast.Constant) and isinstance(each.value.value, bool)
            if is_flag and each.arg not in _HAVE_SLIPS_OF_THEIR_OWN:
                yield (source.without(call, each),)


MUTATION = Mutation(
    name="flag-forgotten",
    sentence="The flag was overlooked, and the default was taken to hold.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
