"""Parameters of modules: how many there are, which are trainable, and in which parts they lie."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

from runner.explained import Model, Part, Seen, Sentence, TraceStep
from runner.explanation.saying import count, listed, say, short_type
from runner.explanation.story import Story, access, made

_MOST_PARTS: Final = 4
_TRAINABLE_TENSORS: Final = re.compile(
    r"sum\(\w+\.requires_grad for \w+ in (\w+)\.parameters\(\)\)"
    r"|\[\w+ for \w+, \w+ in (\w+)\.named_parameters\(\) if \w+\.requires_grad\]"
)
EVALUATES: Final = ", in evaluation mode"
EVALUATES_PARTLY: Final = ", partly in evaluation mode"


def changes(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """What became of the counts and the mode of a module at this step."""
    known = story.before[step.number]
    if isinstance(story.statements.get(step.line), ast.FunctionDef):
        return
    for change, seen in made(step, "module"):
        if seen.parameters is None or seen.trainable is None or change.name == "self" or "." in change.name:
            continue
        before = known.get(change.name)
        messages = (
            _message(story, step, None if before is None else before[0], seen),
            _mode(story, None if before is None else before[0], seen),
        )
        for message in filter(None, messages):
            yield say(
                message,
                (step.number,),
                name=change.name,
                type=short_type(seen),
                parameters=count(seen.parameters),
                trainable=count(seen.trainable),
                line=step.line,
                passes=step.passes,
            )


def _message(story: Story, step: TraceStep, before: Seen | None, seen: Seen) -> str:
    """Which message tells the change; empty for none."""
    whole = seen.parameters == seen.trainable
    if before is None:
        return ("module" if whole else "module-partly") if seen.parameters else ""
    if before.parameters != seen.parameters:
        return "replaces-all" if whole else "replaces"
    if step.passes > 1 and story.in_loop(step.line):
        if step.pass_number != step.passes:
            return ""
        return "freezes-all" if not seen.trainable and _walks_parameters(story, step) else "freezes"
    if before.trainable == seen.trainable:
        return ""
    if whole:
        return "thaws-all-at-once"
    return "freezes-at-once" if seen.trainable else "freezes-all-at-once"


def _mode(story: Story, before: Seen | None, seen: Seen) -> str:
    """Which message tells that a module went from training to evaluation or back, where the output hangs on it."""
    asked = "mode" in story.asks or (story.ending is not None and "when training" in story.ending.raised)
    if not asked or before is None or mode(before) == mode(seen):
        return ""
    return {"": "trains-again", EVALUATES: "evaluates", EVALUATES_PARTLY: "evaluates-partly"}[mode(seen)]


def mode(seen: Seen) -> str:
    """What a trace says of a module's mode: nothing where all of it is in training mode."""
    return next((each for each in (EVALUATES_PARTLY, EVALUATES) if seen.text.endswith(each)), "")


def _walks_parameters(story: Story, step: TraceStep) -> bool:
    """Whether the loop around this line goes through all parameters of a module, one pass for each."""
    return any(
        isinstance(each, ast.For)
        and step.line in {part.lineno for part in each.body}
        and ast.unparse(each.iter).endswith(".parameters()")
        for each in story.statements.values()
    )


def counted(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """Where the number that this step counted comes from."""
    found = find(story, step)
    if found is None:
        return
    number, model, seen, since = found
    trainable_only = number == seen.trainable and number != seen.parameters
    parts = [part for part in model.parts if (part.trainable if trainable_only else part.parameters)]
    cites = (step.number, model.step, since)
    told = 0 < len(parts) <= _MOST_PARTS and all(part.trainable == part.parameters for part in parts if trainable_only)
    if told:
        message = "part-trainable" if trainable_only and len(parts) == 1 else "part"
        for part in parts:
            yield say(message, cites, path=_path(model, part), arithmetic=_arithmetic(part))
    if not told and not trainable_only:
        yield from _larger_parts(story, step, model, seen, cites)
    if told and len(parts) > 1:
        total = " + ".join(count(part.parameters) for part in parts)
        yield say("parts-sum", cites, arithmetic=f"{total} = {count(number)}")
    frozen = (seen.parameters or 0) - (seen.trainable or 0)
    if trainable_only and number and frozen:
        yield say("others-frozen", cites, frozen=count(frozen))


def _larger_parts(
    story: Story, step: TraceStep, model: Model, seen: Seen, cites: tuple[int, ...]
) -> Iterator[Sentence]:
    """What the parts at the top of a large model hold, and what two of them share."""
    sizes: dict[str, int] = {}
    for part in model.parts:
        top = part.path.partition(".")[0]
        sizes[top] = sizes.get(top, 0) + part.parameters
    if not 1 < len(sizes) <= _MOST_PARTS:
        return
    yield from _shared(story, model, seen, cites)
    for top, parameters in sizes.items():
        yield say("part-counts", cites, path=access(model.name, top), parameters=count(parameters))
    total = " + ".join(map(count, sizes.values()))
    yield say("parts-sum", cites, arithmetic=f"{total} = {count(sum(sizes.values()))}")


def _shared(story: Story, model: Model, seen: Seen, cites: tuple[int, ...]) -> Iterator[Sentence]:
    """That modules which were put together hold more, one by one, than what they became."""
    made_at = next(each for each in story.trace.steps if each.number == cites[-1])
    statement = story.statements.get(made_at.line)
    known = story.before[made_at.number]
    nodes = [] if statement is None else [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    names = [node.id for node in nodes if node.id in known and known[node.id][0].parameters]
    held = [known[name][0].parameters or 0 for name in names]
    if len(names) > 1 and sum(held) > (seen.parameters or 0):
        yield say(
            "part-shared",
            (*cites, *(known[name][1] for name in names)),
            parts=listed([f"`{name}`" for name in names]),
            arithmetic=f"{' + '.join(map(count, held))} = {count(sum(held))}",
            name=model.name,
        )


def tensors(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """Which parameter tensors a count or a list of them holds."""
    yield from _trainable_tensors(story, step)
    counting_them = next((each for each in step.expressions if each.text.startswith("len(list(")), None)
    if counting_them is None or ".parameters()" not in counting_them.text:
        return
    for model in story.trace.models:
        number = sum(len(part.shapes) for part in model.parts)
        named = f"({model.name}." in counting_them.text
        if named and counting_them.value.text == str(number) and len(model.parts) <= _MOST_PARTS:
            for part in model.parts:
                held = listed([f"`{name}`" for name in part.shapes])
                yield say("part-tensors", (step.number, model.step), path=_path(model, part), tensors=held)


def _trainable_tensors(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """The parts whose tensors are trainable, where these are counted or listed."""
    for each in step.expressions:
        found = _TRAINABLE_TENSORS.fullmatch(each.text)
        name = "" if found is None else found[1] or found[2]
        model = next((one for one in story.trace.models if one.name == name), None)
        if model is None or model.truncated:
            continue
        parts = [part for part in model.parts if part.trainable]
        number = int(each.value.text) if each.value.kind == "number" else each.value.text.count("'") // 2
        whole = all(part.trainable == part.parameters for part in parts)
        if whole and 0 < len(parts) <= _MOST_PARTS and number == sum(len(part.shapes) for part in parts):
            for part in parts:
                held = listed([f"`{name}`" for name in part.shapes])
                yield say("part-tensors-trainable", (step.number, model.step), path=_path(model, part), tensors=held)


def find(story: Story, step: TraceStep) -> tuple[int, Model, Seen, int] | None:
    """The count a step took, if it took one of a model whose parts are known as they were then.

    Returns the count, the model, what was known of it and the step since when.
    """
    if not any("numel" in each.text for each in step.expressions):
        return None
    numbers = [int(each.value.text) for each in step.expressions if each.value.text.isdigit()]
    for name, (seen, since) in story.before[step.number].items():
        model = next((each for each in story.trace.models if each.name == name), None)
        if model is None or not _as_then(model, seen) or not _names(story, step, name):
            continue
        for number in reversed(numbers):
            if number in {seen.parameters, seen.trainable}:
                return number, model, seen, since
    return None


def _names(story: Story, step: TraceStep, name: str) -> bool:
    statement = story.statements.get(step.line)
    return statement is not None and any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement))


def _as_then(model: Model, seen: Seen) -> bool:
    """Whether the parts that were seen at the end are those of that moment."""
    total = sum(part.parameters for part in model.parts)
    trainable = sum(part.trainable for part in model.parts)
    return not model.truncated and (total, trainable) == (seen.parameters, seen.trainable)


def _path(model: Model, part: Part) -> str:
    return access(model.name, part.path) if part.path else model.name


def _arithmetic(part: Part) -> str:
    """The sum of a part's parameters, e.g. "512 × 10 weights + 10 biases = 5130"."""
    terms = [_term(name, sizes) for name, sizes in part.shapes.items()]
    if len(terms) == 1 and "×" not in terms[0]:
        return terms[0]
    return f"{' + '.join(terms)} = {count(part.parameters)}"


def _term(name: str, sizes: Sequence[int]) -> str:
    noun = {"weight": "weights", "bias": "biases"}.get(name, f"in `{name}`")
    shown = reversed(sizes) if len(sizes) == 2 else sizes
    return f"{' × '.join(map(str, shown)) or '1'} {noun}"
