"""Composes an explanation: the sentences of the steps an output rests on, the answer, and a way to check it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from runner import citation
from runner.explained import MAX_SENTENCES, Explanation, Sentence, Trace, TraceStep
from runner.explanation import answering
from runner.explanation.families import counting, exceptions, flow, layers, meeting, shapes, training, values
from runner.explanation.saying import say, shape
from runner.explanation.story import Story

_INTRODUCING: Final = frozenset(
    {"is", "tensor", "tensor-values", "tensor-type", "module", "module-partly", "rate", "called"}
)
"""Messages that introduce a variable: said only where a later sentence mentions it."""
_COUNTING: Final = frozenset(
    {
        "part", "part-trainable", "part-tensors", "freezes", "freezes-all", "freezes-at-once", "freezes-all-at-once",
        "replaces", "replaces-all",
    }
)  # fmt: skip
_FIRST_TO_GO: Final = (
    "keeps", "tensor", "tensor-values", "is", "module", "rate", "runs", "worth", "slices", "picks", "turns", "called",
    "decides", "goes", "gradient-cleared",
)  # fmt: skip
"""Messages that are left out first where there are too many."""


def explain(trace: Trace, source: str) -> Explanation | None:
    """The explanation of what the traced run of ``source`` printed or raised; ``None`` where there is nothing to say.

    Every sentence in it has passed ``citation``.
    """
    story = Story(trace, source)
    if not story.relevant:
        return None
    told = [each for step in story.relevant for each in _about(story, step) if citation.holds(each, trace)]
    final = answering.final_answer(story)
    steps = _shortened(_without_idle(_once(told)))
    check = answering.quick_check(story, steps)
    if not steps or final is None or check is None:
        return None
    return citation.kept(Explanation(steps=tuple(steps), final_answer=final, quick_check=check), trace)


def _about(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """Everything worth saying about a step, in the order of what happened in it."""
    if step.raised:
        yield from exceptions.sentences(step, ends=answering.ends(story, step))
        return
    if step.passes >= 3 and step.pass_number > 1:
        if step.pass_number == step.passes:
            yield from counting.changes(story, step)
            yield from flow.accumulated(story, step)
        return
    yield from flow.called(story, step)
    yield from flow.loop(story, step)
    yield from values.decided(story, step)
    yield from counting.changes(story, step)
    if _trains(story, step):
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
    operations = list(_operations(story, step))
    yield from operations
    if step.passes < 3:
        for sentence in values.changed(story, step):
            if not operations or sentence.message not in {"tensor", "tensor-type"}:
                yield sentence
    if not operations:
        yield from values.returned(story, step)


def _operations(story: Story, step: TraceStep) -> Iterator[Sentence]:
    for operation in step.operations:
        sentence = None
        if "type" in story.asks:
            sentence = meeting.types(story, step, operation)
        if sentence is None and "gradient" in story.asks:
            sentence = meeting.gradients(story, step, operation)
        if sentence is None and story.asks & {"shape", "value"}:
            sentence = (
                layers.about(story, step, operation)
                or meeting.about(story, step, operation)
                or shapes.about(story, step, operation)
            )
        if sentence is not None:
            yield sentence
        elif operation.name in layers.KEEPING and operation.layer and operation.output and operation.output.shape:
            yield say("keeps", (step.number,), what=story.what(step, operation), shape=shape(operation.output.shape))


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
    sizes = re.findall(r"\d+", shown) if shown.startswith("torch.Size") else []
    if sizes:
        return shape([int(each) for each in sizes]) in earlier
    if not earlier:
        return False
    plain = text.isidentifier() or text.endswith((".dtype", ".requires_grad"))
    return plain or (text.endswith((".tolist()", ".item()")) and f"`{shown}`" in earlier)


def _shortened(sentences: Sequence[Sentence]) -> list[Sentence]:
    """At most as many as an explanation holds: first those go that say least, then the earliest."""
    kept = list(sentences)
    for message in _FIRST_TO_GO:
        for sentence in [each for each in kept if each.message == message]:
            if len(kept) <= MAX_SENTENCES:
                return kept
            kept.remove(sentence)
    return kept[-MAX_SENTENCES:]
