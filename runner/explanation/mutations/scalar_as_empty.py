"""Make a tensor of nothing where one is made of a single number."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, number


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("tensor"):
        if len(call.args) == 1 and (number(call.args[0]) is not None or _is_float(source.segment(call.args[0]))):
            yield (source.replace(call.args[0], "[]"),)


def _is_float(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


MUTATION = Mutation(
    name="scalar-as-empty",
    sentence="A single number was taken to give a tensor that holds nothing.",
    places=_places,
    likelihood=Likelihood.RARE,
)
