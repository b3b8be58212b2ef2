"""Composes an explanation: the sentences of the steps an output rests on, the answer, and a way to check it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from runner import citation
from runner.explained import MAX_SENTENCES, Explanation, Operation, Seen, Sentence, Trace, TraceStep
from runner.explanation import answering
from runner.explanation.families import counting, exceptions, flow, layers, meeting, shapes, training, values
from runner.explanation.saying import say, shape
from runner.explanation.story import Story

_INTRODUCING: Final = frozenset(
    {
        "is",
        "tensor",
        "tensor-values",
        "tensor-type",
        "module",
        "module-partly",
        "rate",
        "called",
        "tensor-requires",
        "tensor-requires-none",
        "tensor-no-grad",
    }
)
"""Messages that introduce a variable: said only where a later sentence mentions it."""
_MOST_OPERATIONS: Final = 6
"""Of a step with more operations to tell of, only its way from shape to shape and the last few are told."""
_LAST_OPERATIONS: Final = 2
_OF_OPERATIONS: Final = frozenset(
    {"tensor", "tensor-type", "tensor-requires", "tensor-requires-none", "tensor-no-grad"}
)
"""Messages about a result that go without saying where an operation told of it."""
_LONGEST_WAY: Final = 16
_LONGEST_FAR: Final = 8
_COUNTING: Final = frozenset(
    {
        "part", "part-trainable", "part-tensors", "freezes", "freezes-all", "freezes-at-once", "freezes-all-at-once",
        "replaces", "replaces-all", "thaws-all-at-once", "part-tensors-trainable", "part-counts",
    }
)  # fmt: skip
_FIRST_TO_GO: Final = (
    "keeps", "tensor", "tensor-values", "is", "module", "rate", "runs", "worth", "slices", "picks", "turns", "called",
    "decides", "goes", "gradient-cleared",
)  # fmt: skip
"""Messages that are left out first where there are too many."""


def explain(trace: Trace, source: str, *, again: Trace | None = None, exception: str = "") -> Explanation | None:
    """The explanation of what the traced run of ``source`` printed or raised; ``None`` where there is nothing to say.

    ``again`` is the trace of a run with other chance: what would be told otherwise of it is not told. ``exception`` is
    the type of the exception that ended the run, if one did. Every sentence has passed ``citation``.
    """
    story = Story(trace, source, exception)
    if not story.relevant:
        return None
    other = story if again is None else Story(again, source, exception)
    steady = {each.text for each in _told(other)}
    steps = _shortened(_without_idle(_once([each for each in _told(story) if each.text in steady])))
    final = answering.final_answer(story)
    if not steps or final is None:
        return None
    checks = {each.text for each in answering.quick_checks(other, steps)}
    for check in answering.quick_checks(story, steps):
        if check.text in checks and citation.holds(check, trace):
            return citation.kept(Explanation(steps=tuple(steps), final_answer=final, quick_check=check), trace)
    return None


def _told(story: Story) -> list[Sentence]:
    """Everything that could be said of a run, in its order, as far as its own steps bear it out."""
    return [each for step in story.relevant for each in _about(story, step) if citation.holds(each, story.trace)]


def _about(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """Everything worth saying about a step, in the order of what happened in it."""
    if step.raised:
        yield from exceptions.sentences(step, ends=answering.ends(story, step))
        return
    if step.passes >= 3 and step.pass_number > 1 and not answering.ends(story, step):
        if step.pass_number == step.passes:
            yield from counting.changes(story, step)
            yield from flow.accumulated(story, step)
        return
    yield from flow.called(story, step)
    yield from flow.loop(story, step)
    yield from values.decided(story, step)
    yield from counting.changes(story, step)
    if _trains(story, step):
        yield from _repeated(story, step)
        yield from training.sentences(story, step)
    elif not _is_header(story, step):
        yield from _computing(story, step)
    if step.printed:
        yield from values.printed(story, step)


def _computing(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """What a line computed: counts, operations on tensors, values."""
    counts = [*counting.counted(story, step), *counting.tensors(story, step)]
    yield from counts
    if counts or counting.find(story, step) is not None:
        return
    yield from values.inner(story, step)
    yield from values.in_turn(story, step)
    operations = list(_operations(story, step))
    yield from operations
    if step.passes < 3:
        for sentence in values.changed(story, step):
            if not operations or sentence.message not in _OF_OPERATIONS:
                yield sentence
    if not operations:
        yield from values.returned(story, step)


def _operations(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """What the operations of a step did; of a large model's the way as a whole, and its end."""
    found = [(operation, _operation(story, step, operation)) for operation in step.operations]
    told = [sentence for _, sentence in found if sentence is not None]
    of_a_library = any(sentence is not None and not story.is_named(step, each) for each, sentence in found)
    if of_a_library and not any(each.layer for each, _ in found):
        yield from _along(found)
        return
    if len(told) <= _MOST_OPERATIONS:
        yield from told
        return
    if story.asks & {"shape"} and len(story.asks) == 1:
        sizes = [each.output.shape for each, _ in found if each.layer and each.output and each.output.shape]
        way = [shape(each) for each, _ in itertools.groupby(sizes)]
        if 2 < len(way) <= _LONGEST_WAY:
            what = story.caller(step) or "the model"
            yield say("flows", (step.number,), what=what, shapes=", then ".join(way))
        elif len(way) > _LONGEST_WAY:
            last = [list(group)[-1] for _, group in itertools.groupby(filter(None, sizes), key=lambda size: size[2:])]
            far = [shape(each) for each in last]
            what = story.caller(step) or "the model"
            if 2 < len(far) <= _LONGEST_FAR:
                yield say("flows-far", (step.number,), what=what, shapes=", then ".join(far))
        yield from [each for each in told if each.message != "keeps"][-_LAST_OPERATIONS:]


def _along(found: Sequence[tuple[Operation, Sentence | None]]) -> Iterator[Sentence]:
    """Of what a library does with a tensor: the operations that take on what the one before gave, and change it."""
    last = None
    for operation, sentence in found:
        first, output = next(iter(operation.inputs), None), operation.output
        if first is None or output is None or first.shape is None or output.shape is None:
            continue
        if last is not None and first.text != last.text:
            continue
        last = output
        if sentence is not None and _changes(sentence, first, output):
            yield sentence


def _changes(sentence: Sentence, first: Seen, output: Seen) -> bool:
    """Whether an operation made something else of its first input than the same numbers in the same shape."""
    shaped = sentence.message != "broadcast" and first.shape != output.shape
    return shaped or sentence.message in meeting.WITH_FEW


def _operation(story: Story, step: TraceStep, operation: Operation) -> Sentence | None:
    if "type" in story.asks and (sentence := meeting.types(story, step, operation)):
        return sentence
    if "gradient" in story.asks and (sentence := meeting.gradients(story, step, operation)):
        return sentence
    if not story.asks & {"shape", "value"}:
        joins = "truth" in story.asks and operation.name in {"cat", "stack"}
        return shapes.about(story, step, operation) if joins else None
    sentence = (
        layers.about(story, step, operation)
        or meeting.about(story, step, operation)
        or shapes.about(story, step, operation)
    )
    if sentence is not None:
        return sentence
    if operation.name in layers.KEEPING and operation.layer and operation.output and operation.output.shape:
        return say("keeps", (step.number,), what=story.what(step, operation), shape=shape(operation.output.shape))
    return None


def _repeated(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """What was repeated in a line that leaves gradients: what is repeated collects one from each repetition."""
    for operation in step.operations:
        sentence = meeting.about(story, step, operation)
        if sentence is not None and sentence.message == "broadcast":
            yield sentence


def _trains(story: Story, step: TraceStep) -> bool:
    return training.is_about(step) or ".step(" in story.text_of(step)


def _is_header(story: Story, step: TraceStep) -> bool:
    return hasattr(story.statements.get(step.line), "body")


def _once(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Without sentences that repeat another, or that only say again how often a line runs."""
    told = {each.values["line"] for each in sentences if each.message in {"freezes", "freezes-all"}}
    operands = {each.text for each in sentences if each.message == "operands"}
    kept: dict[str, Sentence] = {}
    for sentence in sentences:
        repeated = sentence.text in operands and sentence.message != "operands"
        idle = sentence.message == "runs" and sentence.values["line"] in told
        if not repeated and not idle:
            kept.setdefault(sentence.text, sentence)
    return list(kept.values())


def _without_idle(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Without variables that nothing else is said of, and without results that were said before."""
    counts = any(each.message in _COUNTING for each in sentences)
    kept: list[Sentence] = []
    for index, sentence in enumerate(sentences):
        later = " ".join(each.text for each in sentences[index + 1 :])
        earlier = " ".join(each.text for each in kept)
        if sentence.message in _INTRODUCING and not _is_needed(sentence, later, counts=counts):
            continue
        if sentence.message == "keys" and sentence.values["keys"] in earlier:
            continue
        if sentence.message in {"worth", "because"} and _is_said(sentence, earlier):
            continue
        kept.append(sentence)
    return kept or list(sentences[-1:])


def _is_needed(sentence: Sentence, later: str, *, counts: bool) -> bool:
    """Whether what introduces a variable is taken up later, and not said there once more."""
    if sentence.message in {"module", "module-partly"} and not counts:
        return False
    name = sentence.values.get("name") or sentence.values.get("function", "")
    if sentence.message in {"rate", "called"}:
        return True
    mentioned = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", later) is not None
    return mentioned and sentence.text.rstrip(".") not in later


def _is_said(sentence: Sentence, earlier: str) -> bool:
    """Whether the value of what was printed stands in the sentences before."""
    text, shown = sentence.values["text"], sentence.values["value"].strip("`")
    of_shape = shown.startswith("torch.Size") or re.fullmatch(r"(?:tuple|list)\(.*\.shape\)", text)
    sizes = re.findall(r"\d+", shown) if of_shape else []
    if sizes:
        return shape([int(each) for each in sizes]) in earlier
    if not earlier:
        return False
    if text.endswith(".requires_grad"):
        return f"`{text.removesuffix('.requires_grad')}` requires" in earlier or "no_grad`, and" in earlier
    plain = text.isidentifier() or text.endswith(".dtype")
    counted = "numel" in text and re.search(rf"(?<![\d.,]){re.escape(shown)}(?!\d)", earlier) is not None
    return plain or counted or (text.endswith((".tolist()", ".item()")) and f"`{shown}`" in earlier)


def _shortened(sentences: Sequence[Sentence]) -> list[Sentence]:
    """At most as many as an explanation holds: first those go that say least, then the earliest."""
    kept = list(sentences)
    for message in _FIRST_TO_GO:
        for sentence in [each for each in kept if each.message == message]:
            if len(kept) <= MAX_SENTENCES:
                return kept
            kept.remove(sentence)
    return kept[-MAX_SENTENCES:]
