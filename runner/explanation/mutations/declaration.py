"""The shape of a misconception's declaration, how all of them are found, and what each makes of a program."""

from __future__ import annotations

import enum
import functools
import importlib
import itertools
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import runner.explanation.mutations
from runner.explanation.source import Edit, Source

MAX_PLACES: Final = 8
"""A mutation is tried alone at so many places of a program."""
MAX_PLACES_AT_ONCE: Final = 40
"""At more places than this it is not tried at all of them together."""

Place = tuple[Edit, ...]
"""The edits that make the slip once."""


class Likelihood(enum.IntEnum):
    """How readily people make the slip; of several that print the same the likeliest explains it."""

    COMMON = 1
    """Most learners make it once."""
    KNOWN = 2
    """Teachers meet it."""
    RARE = 3
    """A misreading that explains a choice where nothing likelier does, and is never proposed as one."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One misconception; ``sentence`` names it to a learner who may have had it."""

    name: str
    sentence: str
    places: Callable[[Source], Iterator[Place]]
    """Where in a program the slip can be made; an empty place is none."""
    likelihood: Likelihood = Likelihood.KNOWN

    def mutants(self, source: Source) -> Iterator[str]:
        """The programs the slip leads to: made at one place each, and at all of them at once."""
        places = [place for place in itertools.islice(self.places(source), MAX_PLACES_AT_ONCE + 1) if place]
        for place in places[:MAX_PLACES]:
            yield from _sound(source, place)
        if 1 < len(places) <= MAX_PLACES_AT_ONCE:
            yield from _sound(source, tuple(itertools.chain.from_iterable(places)))


def _sound(source: Source, edits: Place) -> Iterator[str]:
    text = source.edited(edits)
    if text is not None and text != source.text and text.strip() and Source.parse(text) is not None:
        yield text


@functools.cache
def declared() -> tuple[Mutation, ...]:
    """Every mutation in this folder, the likeliest first and then by name."""
    names = [module.name for module in pkgutil.iter_modules(runner.explanation.mutations.__path__)]
    own = __name__.rpartition(".")[2]
    found: list[Mutation] = [
        importlib.import_module(f"runner.explanation.mutations.{name}").MUTATION for name in names if name != own
    ]
    return tuple(sorted(found, key=lambda mutation: (mutation.likelihood, mutation.name)))
