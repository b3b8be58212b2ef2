"""Exceptions: the line, and the two things that did not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from runner.explained import Seen, Sentence, TraceStep
from runner.explanation.saying import article, code, fits, listed, product, say, shape, value

_Tell = Callable[[TraceStep, "re.Match[str]"], Sentence | None]
_SIMPLE: Final = re.compile(r"[A-Za-z_][\w.]*(?:\[[^\]]*\])?")
_MOST_OPERANDS: Final = 4


def sentences(step: TraceStep, *, ends: bool) -> Iterator[Sentence]:
    """What stood in the line that raised, that it raised, and why; ``ends`` says that nothing caught it."""
    message = step.raised.partition(": ")[2].partition("\n")[0]
    because = reason(step)
    operands = _operands(step)
    if operands is not None and (because is None or because.message not in _WITHOUT_OPERANDS):
        yield operands
    kind = named(step)
    if not ends:
        yield say("caught", (step.number,), line=step.line, type=kind)
    elif because is None and message and fits(message):
        yield say("raises-saying", (step.number,), line=step.line, type=kind, message=code(message.rstrip(".")))
    else:
        yield say("raises", (step.number,), line=step.line, type=kind)
    if because is not None:
        yield because


def check(step: TraceStep) -> Sentence:
    """How to see beforehand that the line of this step would raise."""
    because = reason(step)
    message = "" if because is None else CHECKS.get(because.message, "")
    if message:
        return say(message, ())
    tensors = [each for each in step.expressions if each.text.isidentifier() and each.value.shape is not None]
    if len(tensors) == 2:
        left, right = (f"{shape(each.value.shape or ())} of `{each.text}`" for each in tensors)
        return say("check-sizes", (step.number,), left=left, right=right)
    return say("check-error", (step.number,), line=step.line)


def named(step: TraceStep) -> str:
    """The type of the exception with its article."""
    short = step.raised.partition(":")[0].rpartition(".")[2]
    return f"{article(short).partition(' ')[0]} `{short}`"


def reason(step: TraceStep) -> Sentence | None:
    """Why the line raised, where the message is one we know."""
    message = step.raised.partition(": ")[2]
    for pattern, tell in _REASONS.items():
        found = re.search(pattern, message)
        if found:
            return tell(step, found)
    return None


def _operands(step: TraceStep) -> Sentence | None:
    """Every simple thing in the line and what it was worth."""
    parts = [
        f"`{each.text}` {_state(each.value)}"
        for each in step.expressions
        if _SIMPLE.fullmatch(each.text)
        and each.value.kind in {"number", "text", "container", "tensor"}
        and fits(each.value.text)
    ]
    return say("operands", (step.number,), parts=listed(parts[:_MOST_OPERANDS])) if parts else None


def _state(seen: Seen) -> str:
    if seen.kind == "tensor" and seen.shape:
        return f"has the shape {shape(seen.shape)}"
    return f"is {value(seen)}"


def _inner_sizes(step: TraceStep, found: re.Match[str]) -> Sentence:
    """The two operands of a product, or the input of a layer where no product stands in the line."""
    matrices = [each for each in step.expressions if each.text.isidentifier() and each.value.shape]
    if len(matrices) >= 2:
        return say("inner-sizes", (step.number,), left=found[1], right=found[2])
    return say("wrong-features", (step.number,), wanted=found[2], given=found[1])


def _meeting(step: TraceStep, found: re.Match[str]) -> Sentence:
    return say("meeting-sizes", (step.number,), left=found[1], right=found[2])


def _wrong_size(step: TraceStep, found: re.Match[str]) -> Sentence:
    wanted = [int(each) for each in found[1].split(",") if each.strip()]
    if -1 in wanted:
        return say("wrong-size-inferred", (step.number,), size=found[2], shape=shape(wanted))
    return say("wrong-size", (step.number,), shape=shape(wanted), equation=product(wanted), size=found[2])


def _channels(step: TraceStep, found: re.Match[str]) -> Sentence:
    return say("wrong-channels", (step.number,), wanted=found[1], given=found[2])


def _dim(step: TraceStep, found: re.Match[str]) -> Sentence:
    return say("wrong-dim", (step.number,), lowest=found[1], highest=found[2], dim=found[3])


def _in_list(step: TraceStep, found: re.Match[str]) -> Sentence:
    return say("sizes-in-list", (step.number,), wanted=found[1], given=found[2])


def _scalar(step: TraceStep, _: re.Match[str]) -> Sentence | None:
    given = next((each.value.shape for each in step.expressions if each.value.shape), None)
    return None if given is None else say("not-a-scalar", (step.number,), shape=shape(given))


def _index(step: TraceStep, found: re.Match[str]) -> Sentence:
    return say("index-out", (step.number,), index=found[1], size=found[2])


def _key(step: TraceStep, found: re.Match[str]) -> Sentence | None:
    return say("missing-key", (step.number,), key=code(found[0])) if step.raised.startswith("KeyError") else None


def _no_graph(step: TraceStep, _: re.Match[str]) -> Sentence:
    """What ``backward`` was called on: the last tensor of the line."""
    tensors = [each for each in step.expressions if each.value.requires_grad is False]
    if not tensors or ".backward(" in tensors[-1].text:
        return say("no-graph", (step.number,))
    return say("no-graph-from", (step.number,), name=tensors[-1].text)


def _differs(step: TraceStep, found: re.Match[str]) -> Sentence:
    given, wanted = (shape([int(each) for each in re.findall(r"\d+", sizes)]) for sizes in (found[2], found[3]))
    return say("size-differs", (step.number,), name=found[1], given=given, wanted=wanted)


def _variance(step: TraceStep, found: re.Match[str]) -> Sentence:
    return say("no-variance", (step.number,), shape=shape([int(each) for each in re.findall(r"\d+", found[1])]))


def _fixed(step: TraceStep, found: re.Match[str]) -> Sentence:
    before, after = (shape([int(each) for each in re.findall(r"\d+", sizes)]) for sizes in (found[1], found[2]))
    return say("fixed-size", (step.number,), before=before, after=after)


def _plain(message: str) -> _Tell:
    return lambda step, _: say(message, (step.number,))


_REASONS: Final[dict[str, _Tell]] = {
    r"shapes cannot be multiplied \(\d+x(\d+) and (\d+)x\d+\)": _inner_sizes,
    r"size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) at non-singleton": _meeting,
    r"shape '\[([-\d, ]+)\]' is invalid for input of size (\d+)": _wrong_size,
    r"to have (\d+) channels, but got (\d+) channels": _channels,
    r"Dimension out of range \(expected to be in range of \[(-?\d+), (-?\d+)\], but got (-?\d+)\)": _dim,
    r"Expected size (\d+) but got size (\d+) for tensor number": _in_list,
    r"grad can be implicitly created only for scalar outputs": _scalar,
    r"index (-?\d+) is out of bounds for dimension \d+ with size (\d+)": _index,
    r"size mismatch for ([\w.]+): copying a param with shape torch\.Size\(\[([\d, ]*)\]\) from checkpoint, "
    r"the shape in current model is torch\.Size\(\[([\d, ]*)\]\)": _differs,
    r"Expected more than 1 value per channel when training, got input size torch\.Size\(\[([\d, ]*)\]\)": _variance,
    r"output with shape \[([\d, ]*)\] doesn't match the broadcast shape \[([\d, ]*)\]": _fixed,
    r"view size is not compatible": _plain("not-contiguous"),
    r"does not require grad and does not have a grad_fn": _no_graph,
    r"Trying to backward through the graph a second time": _plain("freed-graph"),
    r"a leaf Variable that requires grad is being used in an in-place": _plain("leaf-in-place"),
    r"^'[^']{1,60}'$|^-?\d+$": _key,
}
CHECKS: Final = {
    "wrong-features": "check-features",
    "wrong-channels": "check-channels",
    "wrong-size": "check-room",
    "wrong-size-inferred": "check-room",
    "not-contiguous": "check-contiguous",
    "no-graph": "check-graph",
    "no-graph-from": "check-graph",
    "missing-key": "check-key",
    "size-differs": "check-loaded",
    "no-variance": "check-batch",
    "fixed-size": "check-in-place",
    "meeting-sizes": "check-broadcast",
    "inner-sizes": "check-matmul",
}
_WITHOUT_OPERANDS: Final = frozenset({"no-graph", "no-graph-from", "freed-graph", "leaf-in-place", "not-a-scalar"})
