"""The shape of a figure and of a group of them, and how they are found and shown."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import runner.benchmarks
from runner.config import Config
from runner.protocol import Limits, Program
from runner.sandbox.client import Client
from runner.sandbox.messages import Answer, HostState, Job

NOT_GROUPS: Final = ("figures", "unjailed", "jail_alone")
"""Modules of this folder that are tools of the others."""

TRIVIAL: Final = "import torch\nprint(torch.ones(2, 3).sum().item())\n"
RESNET: Final = """\
import torch
import torchvision

model = torchvision.models.resnet18(weights=None)
for parameter in model.parameters():
    parameter.requires_grad = False
model.fc = torch.nn.Linear(model.fc.in_features, 10)
print(sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad))
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number; ``aim`` says in words what it should be and ``met`` whether it is, if that can be said."""

    name: str
    value: float
    unit: str
    aim: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A supervisor of the bench's own, and how long things may take."""

    config: Config
    socket: Path
    quick: bool
    """Fewer repetitions: figures to see that the bench works, not to compare."""

    def run(self, sources: Iterable[str], runtime: str = "pytorch") -> list[Answer]:
        """Have each source run once, as many at a time as there are slots; answers in any order."""
        jobs = [
            Job(id=number, program=Program(source=source, runtime=runtime), limits=Limits(wall_s=120, cpu_s=120))
            for number, source in enumerate(sources)
        ]
        with Client(self.socket) as client:
            return list(client.run(jobs))

    def state(self) -> HostState:
        with Client(self.socket) as client:
            return client.state()

    def times(self, number: int) -> int:
        return max(2, number // 10) if self.quick else number


Measure = Callable[[Stage], Iterator[Figure]]


def groups() -> dict[str, Measure]:
    """Every group in this folder: its name and the function that measures it."""
    names = [module.name for module in pkgutil.iter_modules(runner.benchmarks.__path__)]
    return {
        name: importlib.import_module(f"runner.benchmarks.{name}").measure for name in names if name not in NOT_GROUPS
    }


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines of text."""
    rows = [(each.name, f"{each.value:,.3g}" if each.value < 100 else f"{each.value:,.0f}", each) for each in figures]
    width = max((len(name) for name, _, _ in rows), default=0)
    marks = {True: "met", False: "MISSED", None: ""}
    return "\n".join(
        f"{name:{width}}  {value:>10} {each.unit:8} {each.aim:24} {marks[each.met]}".rstrip()
        for name, value, each in rows
    )


def as_json(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    return [asdict(figure) for figure in figures]
