"""Makes chance differ from run to run: seeds, fillings, heap contents, threads, processor capability, clocks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from runner.inside import clocks, generators, heap, refused, stand_in_weights, threads


def install() -> None:
    """Prepare what a runtime's libraries must not import past; called before they are preloaded."""
    clocks.install()
    generators.install()
    threads.install()


def vary(variant: Mapping[str, Any]) -> None:
    """Apply ``variant`` to this process before the snippet starts.

    The seed goes to every generator that is already loaded, because a forked child would repeat its siblings'
    numbers otherwise. A snippet that seeds for itself is immune.
    """
    if capability := variant["capability"]:
        os.environ["ATEN_CPU_CAPABILITY"] = capability
        os.environ["MKL_CBWR"] = "COMPATIBLE"
    refused.watch()
    stand_in_weights.fill_from(variant["weights"], always=variant["stand_ins"])
    generators.seed_all(variant["seed"])
    threads.use(variant["threads"])
    threads.delay(variant["delays"])
    clocks.shift(variant["clock_s"], variant["clock_step_ms"], frozen=variant["clock_frozen"])
    heap.fill(variant["poison"])
    heap.shuffle(variant["heap"])
