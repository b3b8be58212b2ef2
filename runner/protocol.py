"""What the web host and the runner host say to each other: requests, reports and heartbeats as frozen values.

Both sides import this module and nothing else of each other. Messages travel as JSON; ``model_validate`` with
strict types, bounded sizes and no unknown fields is the only way in, because a broken or stolen runner host can
put anything on the broker.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from runner.explained import Explained
from runner.message import OUTPUT_LIMIT_CHARS, Digest, Message, ShortText, Slug, Text, digest_of

PROTOCOL_VERSION: Final = 1
PROVER: Final = 2
"""Version of the proving procedure: evidence of an older one is proven anew."""

EXECUTE_TASK: Final = "runner.execute"
RECORD_REPORT_TASK: Final = "quizapp.runs.record_report"
RECORD_HEARTBEAT_TASK: Final = "quizapp.runs.record_heartbeat"
REPORTS_QUEUE: Final = "reports"

SOURCE_LIMIT_BYTES: Final = 64 * 1024
MAX_CHOICES: Final = 16
MAX_EXECUTIONS: Final = 64

Device = Literal["cpu", "cuda"]
RunId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]


def queue_for(device: Device) -> str:
    """Name of the broker queue whose workers own ``device``."""
    return f"runner.{device}"


def queue_in(queue: str, environment_digest: str) -> str:
    """Name of the queue beside ``queue`` for what has to be run in one environment; its workers announce that one."""
    return f"{queue}.{environment_digest[:16]}"


class Outcome(enum.StrEnum):
    """What one run of a snippet did."""

    FINISHED = "finished"
    """Ran to its end and left no exception."""
    RAISED = "raised"
    """Ended with an uncaught exception, ``SystemExit`` with a non-zero status included."""
    TIMEOUT = "timeout"
    """Used up its wall-clock or processor time."""
    MEMORY = "memory"
    """Asked for more memory than it may have."""
    OUTPUT_LIMIT = "output_limit"
    """Printed more than is kept."""
    KILLED = "killed"
    """Died by a signal that is none of the above (a crash of native code, a forbidden call)."""


class Verdict(enum.StrEnum):
    """What verification concludes about one answer key."""

    PROVEN = "proven"
    """Every run gave the same output, and it equals the key and no other choice."""
    REFUTED = "refuted"
    """Every run gave the same output, and it is not the key, or not the key alone."""
    UNSTABLE = "unstable"
    """Runs disagreed: no key can be right."""
    INCONCLUSIVE = "inconclusive"
    """No statement can be made; the reason says why."""


class Program(Message):
    """Code to run, addressed by its content."""

    source: str = Field(min_length=1)
    runtime: Slug = "pytorch"
    device: Device = "cpu"

    @model_validator(mode="after")
    def _runnable(self) -> Self:
        if "\0" in self.source:
            raise ValueError("source holds a NUL character")
        try:
            size = len(self.source.encode())
        except UnicodeEncodeError as error:
            raise ValueError("source holds a lone surrogate") from error
        if size > SOURCE_LIMIT_BYTES:
            raise ValueError(f"source is longer than {SOURCE_LIMIT_BYTES} bytes")
        return self

    @property
    def digest(self) -> str:
        """Content hash: same source, runtime and device, same digest on every host."""
        return digest_of({"source": self.source, "runtime": self.runtime, "device": self.device})


class Comparison(Message):
    """The relation under which an output equals a choice; ``tolerance`` only with ``numbers``."""

    relation: Literal["exact", "lines", "numbers", "multiset", "shape", "exception"] = "lines"
    tolerance: Annotated[float, Field(ge=0.0)] | None = None

    @model_validator(mode="after")
    def _tolerance_belongs(self) -> Self:
        if self.tolerance is not None and self.relation != "numbers":
            raise ValueError("tolerance goes with relation 'numbers' only")
        return self


class ChoiceText(Message):
    """One choice as verification sees it."""

    id: Slug
    text: ShortText


class Expectation(Message):
    """What the output is held against: the choices, which of them is the key, and the relation."""

    choices: tuple[ChoiceText, ...] = Field(min_length=2, max_length=MAX_CHOICES)
    key: Slug
    comparison: Comparison = Comparison()

    @model_validator(mode="after")
    def _key_is_a_choice(self) -> Self:
        ids = [choice.id for choice in self.choices]
        if len(set(ids)) != len(ids):
            raise ValueError("two choices have the same id")
        if self.key not in ids:
            raise ValueError(f"key {self.key!r} is none of the choices")
        return self

    @property
    def digest(self) -> str:
        """Content hash, independent of the order of the choices."""
        return digest_of(
            {
                "choices": {choice.id: choice.text for choice in self.choices},
                "key": self.key,
                "comparison": self.comparison.to_dict(),
            }
        )


class Limits(Message):
    """Bounds of one execution."""

    wall_s: Annotated[float, Field(gt=0, le=600)] = 60.0
    """Larger than the processor time, so that a busy host does not turn a sound snippet into a timeout."""
    cpu_s: Annotated[int, Field(gt=0, le=600)] = 20
    memory_mib: Annotated[int, Field(ge=64, le=65536)] = 1024
    """Memory beyond what the preloaded runtime already holds."""
    output_bytes: Annotated[int, Field(ge=1024, le=OUTPUT_LIMIT_CHARS)] = OUTPUT_LIMIT_CHARS


class RunRequest(Message):
    """One request to a runner, whole: a runner cannot look anything up."""

    version: Literal[1] = 1
    run_id: RunId
    attempt: Annotated[int, Field(ge=1, le=1000)]
    program: Program
    expectation: Expectation | None = None
    explain: bool = False
    """Whether to trace and explain the output and search for the slips behind wrong choices, besides the verdict."""
    repeats: Annotated[int, Field(ge=1, le=MAX_EXECUTIONS)] = 5
    limits: Limits = Limits()


class ExceptionSeen(Message):
    """The uncaught exception of a run; ``line`` is the snippet's line it left from, counted from 1."""

    type: ShortText
    message: ShortText
    line: Annotated[int, Field(ge=1)] | None = None


class Execution(Message):
    """What one run of a program did."""

    outcome: Outcome
    stdout: Text = ""
    stderr: Text = ""
    lossy: bool = False
    """Output held bytes that are not UTF-8 and were replaced."""
    exception: ExceptionSeen | None = None
    warnings: tuple[ShortText, ...] = Field(default=(), max_length=50)
    stand_ins: tuple[Annotated[str, Field(max_length=200)], ...] = Field(default=(), max_length=20)
    """Pre-trained weights that were asked for and replaced by random ones of the same shapes."""
    weights: tuple[Annotated[str, Field(max_length=200)], ...] = Field(default=(), max_length=20)
    """Pre-trained weights that were used as they are."""
    noticed: tuple[Slug, ...] = Field(default=(), max_length=20)
    """What the output may rest on without showing it, e.g. ``unseeded``, ``clock``: reason for more runs."""
    wall_ms: Annotated[float, Field(ge=0)] = 0.0
    cpu_ms: Annotated[float, Field(ge=0)] = 0.0
    peak_mib: Annotated[float, Field(ge=0)] = 0.0
    """Resident memory at its highest, the preloaded runtime included."""


class Environment(Message):
    """Where a program ran: everything that may change what it prints."""

    runtime: Slug
    device: Device
    versions: dict[Slug, Annotated[str, Field(max_length=80)]] = Field(max_length=40)
    """Distribution name to version; always holds ``python``."""
    cpu_capability: Annotated[str, Field(max_length=80)] = ""
    prover: Annotated[int, Field(ge=1)]
    """Version of the proving procedure; evidence of an older prover is proven anew."""
    machine: Annotated[str, Field(max_length=80)] = ""
    """Processor architecture, e.g. ``x86_64``."""

    @property
    def digest(self) -> str:
        """Content hash of the whole environment."""
        return digest_of(self.to_dict())


class Verification(Message):
    """The verdict on one key and what it rests on."""

    verdict: Verdict
    output: Text = ""
    """The output every run agreed on; of the first run where they disagreed."""
    matched: Slug | None = None
    """The one choice the output equals, if exactly one does."""
    runs: Annotated[int, Field(ge=0)]
    varied: tuple[Slug, ...] = Field(default=(), max_length=20)
    """What differed between the runs, e.g. ``seed``, ``hash``."""
    unstable_because: tuple[Slug, ...] = Field(default=(), max_length=20)
    holds_for: Annotated[str, Field(max_length=80)] = ""
    """``any weights``, or the weights it was run with; empty where no pre-trained ones were asked for."""
    looser: Slug | None = None
    """A relation looser than the declared one under which another choice would match too, or the key only matches."""
    reason: ShortText = ""
    """Why inconclusive or refuted, in one sentence."""


class Fault(Message):
    """A failure of ours: no outcome, no verdict, no cost to a learner."""

    kind: Annotated[str, Field(max_length=80)]
    message: ShortText
    retryable: bool


class RunReport(Message):
    """The answer to one RunRequest: executions and maybe a verification, or a fault."""

    version: Literal[1] = 1
    run_id: RunId
    attempt: Annotated[int, Field(ge=1, le=1000)]
    program_digest: Digest
    host: Annotated[str, Field(min_length=1, max_length=120)]
    environment: Environment | None = None
    jail: tuple[Annotated[str, Field(max_length=80)], ...] = Field(default=(), max_length=30)
    """Layers of containment in force while the program ran."""
    executions: tuple[Execution, ...] = Field(default=(), max_length=MAX_EXECUTIONS)
    verification: Verification | None = None
    explained: Explained | None = None
    fault: Fault | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if self.fault is None and (self.environment is None or not self.executions):
            raise ValueError("a report without a fault carries its environment and at least one execution")
        if self.fault is not None and (self.executions or self.verification or self.explained):
            raise ValueError("a report of a fault carries no executions, no verification and no explanation")
        return self


class Heartbeat(Message):
    """What a runner worker says of itself every few seconds."""

    version: Literal[1] = 1
    host: Annotated[str, Field(min_length=1, max_length=120)]
    queue: Annotated[str, Field(max_length=80)]
    slots: Annotated[int, Field(ge=1, le=4096)]
    environments: tuple[Environment, ...] = Field(max_length=50)
    selftest_passed: bool
    selftest_detail: ShortText = ""
    interval_s: Annotated[float, Field(gt=0, le=3600)]
    """When to expect the next one."""
    instance: Annotated[str, Field(max_length=40)] = ""
    """Drawn when the worker started: tells two workers of the same name apart."""
