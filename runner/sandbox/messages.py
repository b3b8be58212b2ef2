"""What is said on the supervisor's socket: jobs and questions in, answers and the host's state out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from runner.errors import RunnerError
from runner.explained import Trace
from runner.message import Message, ShortText, Slug
from runner.protocol import Environment, Execution, Fault, Limits, Program
from runner.variant import Variant


class Job(Message):
    """One execution of one program, under one variant."""

    op: Literal["execute"] = "execute"
    id: Annotated[int, Field(ge=0)]
    program: Program
    variant: Variant = Variant()
    limits: Limits = Limits()
    trace: bool = False
    """Whether to follow the run line by line; it takes longer, and what it did is the same."""


class Traced(Message):
    """What a child says of the lines it ran, or why it says nothing; ``trace`` is as true as the snippet lets it be."""

    trace: Trace | None
    reason: ShortText = ""


class Answer(Message):
    """The execution of a job, or our own fault; ``environment`` and ``jail`` say where it ran."""

    op: Literal["answer"] = "answer"
    id: int
    execution: Execution | None = None
    traced: Traced | None = None
    """Only for a job that asked for it."""
    fault: Fault | None = None
    environment: Environment | None = None
    jail: tuple[str, ...] = ()


class HostState(Message):
    """What a supervisor says of itself; ``ready`` once its self-test has ended, whichever way."""

    op: Literal["state"] = "state"
    ready: bool
    selftest_passed: bool
    selftest_detail: str
    selftest_ms: float
    """How long the attacks took."""
    slots: int
    environments: tuple[Environment, ...]
    layers: tuple[str, ...]
    notes: tuple[str, ...]
    zygotes: tuple[int, ...]
    """Process ids."""
    running: int
    waiting: int


class ChildReport(Message):
    """What a child says of its run: advisory, since the snippet shares its process."""

    class Raised(Message):
        """An uncaught exception as the child saw it."""

        type: Annotated[str, Field(max_length=2000)]
        message: Annotated[str, Field(max_length=2000)]
        line: Annotated[int, Field(ge=1)] | None
        memory: bool

    status: Annotated[int, Field(ge=0, le=255)]
    exception: Raised | None
    warnings: tuple[Annotated[str, Field(max_length=2000)], ...] = Field(max_length=50)
    stand_ins: tuple[Annotated[str, Field(max_length=200)], ...] = Field(max_length=20)
    weights: tuple[Annotated[str, Field(max_length=200)], ...] = Field(max_length=20)
    noticed: tuple[Slug, ...] = Field(max_length=20)


def fault_of(error: RunnerError) -> Fault:
    """``error`` as it is reported."""
    return Fault(kind=type(error).__name__, message=str(error)[:2000], retryable=error.retryable)
