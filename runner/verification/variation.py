"""Which variants a program is run under: first everything differs; for a cause, one thing after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from runner.variant import Variant

DETECTION: Final[tuple[Variant, ...]] = (
    Variant(hash_seed=0, seed=0, weights=1),
    Variant(hash_seed=1, seed=1, weights=2, poison=165, heap=1, delays=1, clock_s=97_633, clock_step_ms=130),
    Variant(
        hash_seed=0, seed=2, weights=3, poison=90, heap=2, delays=2, threads=2, capability="default",
        clock_s=34_560_000, clock_step_ms=370,
    ),
    Variant(
        hash_seed=2, seed=3, weights=4, poison=17, heap=3, delays=3, capability="avx2", clock_s=19_891, clock_step_ms=20
    ),
    Variant(hash_seed=3, seed=4, weights=5, poison=201, heap=4, delays=4, clock_s=3_457_000, clock_step_ms=700),
)  # fmt: skip
"""The runs that every program gets; what follows repeats their circumstances with other chance."""

FACTORS: Final[dict[str, tuple[str, ...]]] = {
    "seed": ("seed",),
    "weights": ("weights",),
    "uninitialised_memory": ("poison",),
    "clock": ("clock_s", "clock_step_ms"),
    "race": ("delays",),
    "threads": ("threads",),
    "cpu_capability": ("capability",),
    "address": ("heap",),
    "hash": ("hash_seed",),
}
"""What each cause is varied by. The last one changes the process as well, so it is asked last."""

HASH_SEEDS: Final = 12
"""Hash seeds for a program in which the order of a set may show; two strings lie alike in 11 others once in 2,048."""


def further(start: int, end: int, *, many_hashes: bool = False) -> tuple[Variant, ...]:
    """Variants number ``start`` to ``end``; hash seeds repeat after four, or after twelve where they matter."""
    return tuple(_numbered(number, many_hashes=many_hashes) for number in range(start, end))


def _numbered(number: int, *, many_hashes: bool) -> Variant:
    pattern = DETECTION[number % len(DETECTION)]
    if number < len(DETECTION):
        return pattern
    chance = {"seed": number, "weights": number + 1, "heap": number, "delays": number}
    if many_hashes:
        # The libraries of an old processor would need one more process for each hash seed.
        capability = "" if pattern.capability == "default" else pattern.capability
        chance |= {"hash_seed": (number - 1) % HASH_SEEDS}
        return pattern.model_copy(update={**chance, "capability": capability})
    return pattern.model_copy(update=chance)


def repeatable(variant: Variant) -> Variant:
    """The same circumstances with a clock that repeats itself and a heap that holds the same bytes in every process.

    So whatever differs has another cause.
    """
    update = {"clock_frozen": True, "clock_step_ms": max(1, variant.clock_step_ms), "poison": variant.poison or 113}
    return variant.model_copy(update=update)


def in_another_process(variant: Variant) -> Variant:
    """The same circumstances in the zygote of an old processor, which lies elsewhere in memory."""
    return variant.model_copy(update={"capability": "default"})


def single_steps(start: Variant, end: Variant) -> Iterator[tuple[str, Variant]]:
    """For each cause in which the two differ, ``start`` with that one thing as in ``end``."""
    for cause, fields in FACTORS.items():
        changed = _taken(fields, end)
        if any(getattr(start, field) != value for field, value in changed.items()):
            yield cause, start.model_copy(update=changed)


def path(start: Variant, end: Variant) -> Iterator[tuple[str, Variant]]:
    """From ``start`` to ``end``, one thing more at each step."""
    here = start
    for cause, step in single_steps(start, end):
        here = here.model_copy(update=_taken(FACTORS[cause], step))
        yield cause, here


def differing(variants: tuple[Variant, ...]) -> tuple[str, ...]:
    """What differed between ``variants``, by the name of the cause it could have been."""
    return tuple(
        cause
        for cause, fields in FACTORS.items()
        if len({tuple(getattr(variant, field) for field in fields) for variant in variants}) > 1
    )


def _taken(fields: tuple[str, ...], source: Variant) -> dict[str, Any]:
    return {field: getattr(source, field) for field in fields}
