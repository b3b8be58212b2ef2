"""Store whole numbers as floats."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, keyword

_WHOLE: Final = ("uint8", "int8", "int16", "int32", "int64", "long", "int")


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        dtype = keyword(call, "dtype")
        if dtype is not None and isinstance(dtype.value, ast.Attribute) and dtype.value.attr in _WHOLE:
            yield (source.rename(dtype.value, "float32"),)


MUTATION = Mutation(
    name="floats-for-integers",
    sentence="The numbers were taken to be floats already.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
