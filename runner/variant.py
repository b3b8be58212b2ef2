"""What is made to differ between two runs of the same program, as one value."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from runner.message import Message


class Variant(Message):
    """The circumstances of one run; two runs of an equal variant differ only in what nobody controls."""

    hash_seed: Annotated[int, Field(ge=0, le=4_294_967_295)] = 0
    """``PYTHONHASHSEED``: needs a zygote of its own."""
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    """Every random generator starts from it, and so does what the system offers as entropy."""
    weights: Annotated[int, Field(ge=0, lt=2**63)] = 0
    """Stand-in weights are filled from it."""
    stand_ins: bool = False
    """Stand-ins even where the host has the real weights."""
    poison: Annotated[int, Field(ge=0, le=255)] = 0
    """Byte that fresh heap memory is filled with; 0 leaves it as it comes."""
    heap: Annotated[int, Field(ge=0, lt=2**31)] = 0
    """Shuffles where small objects come to lie; 0 leaves it as it comes."""
    threads: Annotated[int, Field(ge=1, le=16)] = 1
    delays: Annotated[int, Field(ge=0, lt=2**31)] = 0
    """Threads that the snippet starts begin late, by times drawn from this; 0 lets them begin at once."""
    capability: Literal["", "default", "avx2"] = ""
    """Processor capability that libraries may use; empty is all they find, ``default`` the least they run on."""
    clock_s: Annotated[int, Field(ge=0, lt=2**31)] = 0
    """Seconds that clocks are ahead."""
    clock_step_ms: Annotated[int, Field(ge=0, le=60_000)] = 0
    """Clocks move on by this at each reading, beside the time that passes."""
    clock_frozen: bool = False
    """Clocks start at a fixed moment and only move by their step."""
