"""How long it takes to run every mutant of a question and to find the slips behind its wrong choices, once warm."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Final

from runner.benchmarks.figures import RESNET, Figure, Stage
from runner.execute import slips_behind
from runner.explanation.search import Found
from runner.protocol import ChoiceText, Expectation, Program
from runner.sandbox.client import Client

_CHOICES: Final = {"all-but-biases": "5120", "nothing": "0", "everything": "11181642", "head": "5130"}


def measure(stage: Stage) -> Iterator[Figure]:
    if "pytorch" not in stage.config.runtimes:
        return
    _search(stage)
    took = []
    for _ in range(stage.times(5)):
        before = time.perf_counter()
        found = _search(stage)
        took.append(time.perf_counter() - before)
    median = statistics.median(took)
    reached = len(found.distractors)
    yield Figure("slips of resnet18, warm", median, "s", "under 10 on 2 slots", median < 10)
    yield Figure("slips of resnet18, mutants", found.mutants_run, "")
    yield Figure("slips of resnet18, wrong choices reached", reached, "of 3", "all", reached == 3)


def _search(stage: Stage) -> Found:
    choices = tuple(ChoiceText(id=name, text=text) for name, text in _CHOICES.items())
    with Client(stage.socket) as client:
        return slips_behind(client, Program(source=RESNET), Expectation(choices=choices, key="head"))
