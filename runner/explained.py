"""What explaining one question says: the trace of a run, sentences that cite it, and the slips behind wrong choices.

A trace comes from the process the snippet ran in, so the side that reads it believes no more than its shape.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from runner.message import Message, ShortText, Slug, Text

MAX_TRACE_STEPS = 500
MAX_SENTENCES = 12

Name = Annotated[str, Field(max_length=200)]
StepNumber = Annotated[int, Field(ge=1, le=MAX_TRACE_STEPS)]


class Seen(Message):
    """A value as a trace shows it: by exact type only, never by the snippet's own ``__repr__``."""

    kind: Literal["number", "text", "container", "tensor", "module", "function", "other"]
    type: Name
    """Qualified name of the exact type, e.g. ``int``, ``torch.Tensor``, ``torch.nn.modules.linear.Linear``."""
    text: ShortText
    """Short and readable, e.g. ``5130``, ``[1, 2]``, ``Tensor(2, 3) float32``, ``Linear, 5130 parameters``."""
    values: ShortText = ""
    """Of a tensor with few numbers: all of them, to four decimals, e.g. ``[[1.0, 0.3333], [2.0, 0.5]]``."""
    shape: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(max_length=32)] | None = None
    dtype: Name = ""
    device: Name = ""
    requires_grad: bool | None = None
    parameters: Annotated[int, Field(ge=0)] | None = None
    """Of a module: numbers in all its parameters."""
    trainable: Annotated[int, Field(ge=0)] | None = None
    """Of a module: numbers in those parameters that require gradients."""


class Change(Message):
    """A variable that a line made, changed or removed."""

    name: Name
    value: Seen | None
    """``None`` where the name was removed."""


class Expression(Message):
    """A sub-expression of a statement that printed, and what it was worth; ``text`` is its source."""

    text: Name
    value: Seen


class Operation(Message):
    """One call of the framework: its operands, what it gave, and the settings that decide the shape."""

    name: Name
    """e.g. ``conv2d``, ``matmul``, ``flatten``."""
    inputs: tuple[Seen, ...] = Field(default=(), max_length=8)
    output: Seen | None = None
    layer: Name = ""
    """Path of the innermost module that ran it, e.g. ``features.0``; empty outside modules."""
    settings: dict[Slug, Annotated[str, Field(max_length=80)]] = Field(default={}, max_length=12)
    """e.g. ``kernel_size``, ``stride``, ``dim``."""


class TraceStep(Message):
    """One line that ran: what it changed, called, printed and raised."""

    number: StepNumber
    line: Annotated[int, Field(ge=1)]
    pass_number: Annotated[int, Field(ge=1)] = 1
    """Which time the line ran in its loop or function."""
    passes: Annotated[int, Field(ge=1)] = 1
    """How often it ran in all; only the first, second and last time are steps."""
    function: Name = ""
    """The snippet's own function the line belongs to; empty at the top."""
    changes: tuple[Change, ...] = Field(default=(), max_length=50)
    expressions: tuple[Expression, ...] = Field(default=(), max_length=50)
    operations: tuple[Operation, ...] = Field(default=(), max_length=100)
    printed: ShortText = ""
    raised: ShortText = ""
    """Type and message of the exception that left the line, e.g. ``RuntimeError: ...``."""


class Part(Message):
    """A module inside a model that holds parameters of its own."""

    path: Name
    """e.g. ``fc`` or ``layer1.0.conv1``; empty for the model itself."""
    type: Name
    shapes: dict[Name, Annotated[tuple[int, ...], Field(max_length=8)]] = Field(max_length=16)
    """Parameter name to shape, e.g. ``{"weight": (10, 512), "bias": (10,)}``."""
    parameters: Annotated[int, Field(ge=0)]
    trainable: Annotated[int, Field(ge=0)]


class Model(Message):
    """A module that a variable held at the end, and the parts its parameters lie in."""

    name: Name
    step: StepNumber
    """The step after which it looked like this."""
    parts: tuple[Part, ...] = Field(max_length=400)
    truncated: bool = False


class Trace(Message):
    """A run line by line, bounded in steps and bytes."""

    steps: tuple[TraceStep, ...] = Field(max_length=MAX_TRACE_STEPS)
    models: tuple[Model, ...] = Field(default=(), max_length=8)
    truncated: bool = False


class Sentence(Message):
    """A sentence with the steps it rests on: id and values are what a site translates, ``text`` is the English."""

    message: Slug
    values: dict[Slug, ShortText] = Field(default={}, max_length=30)
    cites: tuple[StepNumber, ...] = Field(default=(), max_length=40)
    text: ShortText


class Explanation(Message):
    """How the output comes about, in the order a reader needs it."""

    steps: tuple[Sentence, ...] = Field(min_length=1, max_length=MAX_SENTENCES)
    final_answer: Sentence
    quick_check: Sentence


class Slip(Message):
    """A misconception, the program it leads to, and what that program printed when it was run."""

    mutations: tuple[Slug, ...] = Field(min_length=1, max_length=2)
    """Names of the mutations that were applied, in order."""
    sentence: ShortText
    """The slip in words, e.g. "The layer was frozen after the new head was put in"."""
    diff: Annotated[str, Field(max_length=16_000)]
    """Unified diff from the question's source to the mutant's, without file names."""
    output: Text
    exception: Name = ""
    """Type of the exception the mutant raised, if it raised."""


class Distractor(Message):
    """A wrong choice and the slip that prints it."""

    choice: Slug
    slip: Slip


class Explained(Message):
    """Everything explaining one question found."""

    explanation: Explanation | None = None
    no_explanation: ShortText = ""
    """Why there is none: the traced run printed something else, the tracer was removed, nothing to say ..."""
    trace: Trace | None = None
    distractors: tuple[Distractor, ...] = Field(default=(), max_length=16)
    proposals: tuple[Slip, ...] = Field(default=(), max_length=16)
    """Slips whose output no choice lists."""
    unreached: tuple[Slug, ...] = Field(default=(), max_length=16)
    """Wrong choices that no slip prints."""
    mutants_run: Annotated[int, Field(ge=0)] = 0
