"""Plain values: numbers, texts, containers and small tensors, and the expressions they come from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

from runner.explained import Change, Seen, Sentence, TraceStep
from runner.explanation.saying import code, fits, keys, listed, numbers, say, shape, value
from runner.explanation.story import Story
from runner.wording import EACH_TIME

TOLD: Final = ("number", "text", "container", "tensor")
_MOST_PARTS: Final = 4
_TELLING: Final = frozenset(
    {"abs", "all", "any", "bool", "float", "int", "len", "list", "max", "min", "round", "sorted", "sum", "tuple"}
)
"""Functions whose arguments say where their result comes from."""
_MOST_NUMBERS: Final = 12
_MOST_KEYS: Final = 8
_LONGEST_CALL: Final = 80
_LONGEST_NUMBER: Final = 8
_SIGNS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
}  # fmt: skip


def changed(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """What variables became, and of which parts."""
    changes = [
        each for each in step.changes if each.value is not None and each.value.kind in TOLD and "." not in each.name
    ]
    together = _together(story, step, changes)
    if together is not None:
        yield together
        return
    for change in changes:
        seen = change.value
        if seen is None or not fits(seen.text):
            continue
        written = _written_to(story, step, change.name)
        yield from _given(story, step, change.name, seen, written)


def _given(story: Story, step: TraceStep, name: str, seen: Seen, written: ast.expr | None) -> Iterator[Sentence]:
    known = name in story.before[step.number]
    arithmetic = _arithmetic(story, step, written, seen, name)
    parts = _parts(story, step, written)
    along = _along(story, step, name)
    if along:
        yield say("changes-along", (step.number,), line=step.line, others=along, name=name, value=value(seen))
    elif arithmetic:
        yield say("computes-becomes", _citing(story, step, name), name=name, arithmetic=arithmetic)
    elif parts and seen.kind != "tensor" and not any(seen.text in part for part in parts):
        yield say("because-becomes", (step.number,), parts=listed(parts), name=name, value=value(seen))
    elif seen.kind == "tensor" and seen.shape is not None:
        yield tensor(story, step, name, seen)
    elif isinstance(written, ast.Call) and (text := _asked_of(story, written)):
        if 0 < len(names := keys(seen)) <= _MOST_KEYS:
            yield from _mode_of(story, step, written)
            yield say("result-keys", (step.number,), name=name, text=text, keys=listed([code(each) for each in names]))
        else:
            yield say("result", (step.number,), name=name, text=text, value=value(seen))
    else:
        yield say("becomes" if known else "is", (step.number,), name=name, value=value(seen))


def tensor(story: Story, step: TraceStep, name: str, seen: Seen) -> Sentence:
    """What to tell of a tensor, by what the output asks for."""
    if "gradient" in story.asks and seen.requires_grad is not None:
        without = "tensor-no-grad" if story.under_no_grad(step.line) else "tensor-requires-none"
        return say("tensor-requires" if seen.requires_grad else without, (step.number,), name=name)
    if story.asks == {"type"}:
        return say("tensor-type", (step.number,), name=name, type=code(seen.dtype))
    if "value" not in story.asks or not seen.values or not _few(seen):
        return say("tensor", (step.number,), name=name, shape=shape(seen.shape or ()))
    if "shape" in story.asks and seen.shape:
        return say("tensor-values", (step.number,), name=name, values=code(seen.values), shape=shape(seen.shape))
    known = story.before[step.number].get(name)
    new = known is None or known[0].values == seen.values
    return say("is" if new else "becomes", (step.number,), name=name, value=value(seen))


def in_turn(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """What was worth something else each time inside a comprehension."""
    for each in step.expressions:
        values = each.value.text.removeprefix("[").removesuffix("]").split(", ")
        whole = any(one.value.text == each.value.text for one in step.expressions if one is not each)
        if whole and step.printed:
            continue  # the list is told as a whole
        if each.text.endswith(EACH_TIME) and len(values) > 1 and "[" not in each.value.text[1:]:
            text = each.text.removesuffix(EACH_TIME)
            yield say("in-turn", (step.number,), text=text, values=listed([_plain(one) for one in values]))


def _plain(text: str) -> str:
    return text if re.fullmatch(r"-?\d[\d.]*(?:e[-+]?\d+)?", text) else code(text)


def printed(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """Where each thing that was printed comes from, from the inside out."""
    call = print_call(story, step)
    for argument in () if call is None else call.args:
        for node in _wanted(argument):
            text = source_of(story, node)
            seen = story.value_in(step, text)
            if seen is not None and fits(seen.text) and 0 < len(text) <= 120:
                yield from _held(story, step, node)
                yield from _kernels(story, step, node)
                yield _worth(story, step, node, text, seen)


def _worth(story: Story, step: TraceStep, node: ast.expr, text: str, seen: Seen) -> Sentence:
    arithmetic = _arithmetic(story, step, node, seen, "") or _sum(story, step, node, seen)
    if arithmetic:
        return say("computes", (step.number,), text=text, arithmetic=arithmetic)
    parts = _parts(story, step, node)
    if seen.text == "None" and text.endswith(".grad"):
        return say("no-gradient", (step.number,), owner=text.removesuffix(".grad"))
    if _is_none_or_not(node) and seen.text == "False":
        parts = [f"`{source_of(story, _children(node)[0])}` holds a tensor"]
    if parts and not text.endswith(".shape)") and not any(part.endswith(f" is {value(seen)}") for part in parts):
        return say("because", (step.number,), parts=listed(parts), text=text, value=value(seen))
    return say(_turn(story, step, text), (step.number,), text=text, value=value(seen))


def _turn(story: Story, step: TraceStep, text: str) -> str:
    """Which message tells what an expression was worth: the time is said where it was worth several things."""
    same = [each for each in story.trace.steps if each.line == step.line and each.function == step.function]
    if len({each.text for one in same if (each := story.value_in(one, text)) is not None}) < 2:
        return "worth"
    if step.pass_number <= 2:
        return "worth-first" if step.pass_number == 1 else "worth-second"
    return "worth-last" if step.pass_number == step.passes else "worth"


def _held(story: Story, step: TraceStep, node: ast.expr) -> Iterator[Sentence]:
    """The keys of a mapping from names to tensors that is counted or sorted."""
    match node:
        case ast.Call(func=ast.Name(id="len" | "sorted" | "list"), args=[owner]):
            text = source_of(story, owner)
            seen = story.value_in(step, text)
            names = [] if seen is None else keys(seen)
            if 0 < len(names) <= _MOST_KEYS:
                yield say("keys", (step.number,), text=text, keys=listed([code(name) for name in names]))


def _kernels(story: Story, step: TraceStep, node: ast.expr) -> Iterator[Sentence]:
    """What the sizes of a convolution's weight stand for, where its shape is printed."""
    text = source_of(story, node)
    found = re.fullmatch(r"(?:tuple\()?(?P<layer>(?P<name>\w+)(?P<path>[\w.]*))\.weight\.shape\)?", text)
    model = None if found is None else next((one for one in story.trace.models if one.name == found["name"]), None)
    if found is None or model is None:
        return
    for part in model.parts:
        sizes = part.shapes.get("weight", ())
        if part.path == found["path"].removeprefix(".") and part.type.endswith("Conv2d") and len(sizes) == 4:
            outputs, inputs, *kernel = sizes
            shown = " × ".join(map(str, kernel))
            cites = (step.number, model.step)
            yield say("kernels", cites, layer=found["layer"], outputs=outputs, inputs=inputs, kernel=shown)


def _mode_of(story: Story, step: TraceStep, call: ast.Call) -> Iterator[Sentence]:
    """That a module which gives a mapping is in training mode: in evaluation it may give another."""
    if isinstance(call.func, ast.Name) and len(call.args) > 1:
        known = story.before[step.number].get(call.func.id)
        if known is not None and known[0].kind == "module" and not known[0].text.endswith("evaluation mode"):
            yield say("trains-now", (step.number, known[1]), name=call.func.id)


def _is_none_or_not(node: ast.expr) -> bool:
    match node:
        case ast.Compare(left=ast.Attribute(attr="grad"), ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
            return True
    return False


def _asked_of(story: Story, call: ast.Call) -> str:
    """The source of a call that is given variables and is not of the snippet's own; empty for any other."""
    text = source_of(story, call)
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    given = any(isinstance(each, ast.Name) for each in call.args)
    return text if given and name not in story.functions and len(text) <= _LONGEST_CALL else ""


def inner(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """Small tensors that arise inside a line, where their numbers matter."""
    statement = story.statements.get(step.line)
    if "value" not in story.asks or statement is None:
        return
    given = statement.value if isinstance(statement, (ast.Assign, ast.Return)) else None
    parts = [node for node in ast.walk(statement) if isinstance(node, (ast.Compare, ast.BinOp)) and node is not given]
    texts = {source_of(story, node) for node in parts}
    for each in step.expressions:
        few = each.value.kind == "tensor" and each.value.values and _few(each.value)
        if each.text in texts and few and len(each.text) <= 60:
            yield say("worth", (step.number,), text=each.text, value=value(each.value))


def print_call(story: Story, step: TraceStep) -> ast.Call | None:
    """The call of ``print`` that a step's statement is."""
    match story.statements.get(step.line):
        case ast.Expr(value=ast.Call(func=ast.Name(id="print")) as call):
            return call
    return None


def returned(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """What a function returned."""
    statement = story.statements.get(step.line)
    if not isinstance(statement, ast.Return) or statement.value is None or "value" not in story.asks:
        return
    text = source_of(story, statement.value)
    seen = story.value_in(step, text)
    if seen is None or not fits(seen.text) or len(text) > 100 or isinstance(statement.value, ast.Name):
        return
    sentence = _worth(story, step, statement.value, text, seen)
    yield (
        say("returns", (step.number,), text=text, value=value(seen))
        if sentence.message.startswith("worth")
        else sentence
    )


def decided(story: Story, step: TraceStep) -> Iterator[Sentence]:
    """Which way a condition went."""
    statement = story.statements.get(step.line)
    if not isinstance(statement, (ast.If, ast.While)):
        return
    text = source_of(story, statement.test)
    seen = story.value_in(step, text)
    following = next((each for each in story.trace.steps if each.number == step.number + 1), None)
    if seen is None or seen.text not in {"True", "False"} or following is None or following.function != step.function:
        return
    yield say("decides", (step.number, following.number), text=text, value=seen.text, line=following.line)


def source_of(story: Story, node: ast.AST) -> str:
    """The source of a node, empty for one that is not of the source."""
    return (ast.get_source_segment(story.source, node) or "") if hasattr(node, "lineno") else ""


def chain(story: Story, step: TraceStep) -> str:
    """The line's short values, from the inside out, for reading once more."""
    found = [
        f"`{each.text}` is {value(each.value)}"
        for each in step.expressions
        if len(each.text) <= 60
        and not each.text.endswith(EACH_TIME)
        and len(each.value.text) <= 80
        and each.text != each.value.text
        and (each.value.kind in {"number", "text", "container"} or (each.value.values and _few(each.value)))
    ]
    return ", ".join(found) if 1 < len(found) <= 5 else ""


def _few(seen: Seen) -> bool:
    """Whether the numbers of a tensor are few and differ, so that they say more than the shape."""
    found = re.findall(r"[^\[\], ]+", seen.values)
    return 0 < len(found) <= _MOST_NUMBERS and (len(set(found)) > 1 or len(found) <= 4)


def _citing(story: Story, step: TraceStep, name: str) -> tuple[int, ...]:
    """The step, and the one that gave the variable the value it had before."""
    before = story.before[step.number].get(name)
    return (step.number,) if before is None else (step.number, before[1])


def _written_to(story: Story, step: TraceStep, name: str) -> ast.expr | None:
    """The expression whose value a name was given."""
    match story.statements.get(step.line):
        case ast.Assign(targets=[ast.Name(id=target)], value=written) if target == name:
            return written
        case ast.AugAssign(target=ast.Name(id=target) as left, op=operator, value=right) if target == name:
            return ast.BinOp(left=left, op=operator, right=right)
    return None


def _arithmetic(story: Story, step: TraceStep, node: ast.expr | None, seen: Seen, name: str) -> str:
    """The arithmetic of two short numbers and its result, e.g. "50 // 16 = 3"; empty for anything else."""
    if not isinstance(node, ast.BinOp) or type(node.op) not in _SIGNS or seen.kind != "number":
        return ""
    sides = [_number(story, step, each, name) for each in (node.left, node.right)]
    if any(not side or len(side) > _LONGEST_NUMBER for side in sides):
        return ""
    sides[1] = f"({sides[1]})" if sides[1].startswith("-") else sides[1]
    left = f"{sides[0]} {_SIGNS[type(node.op)]} {sides[1]}"
    if len(seen.text) <= _LONGEST_NUMBER:
        return f"{left} = {value(seen)}"
    return f"{left} ≈ {float(seen.text):.4f}" if re.fullmatch(r"-?\d{1,6}\.\d+", seen.text) else ""


def _sum(story: Story, step: TraceStep, node: ast.expr, seen: Seen) -> str:
    """The sum of the few numbers that a generator gave, e.g. "12 + 3 = 15"; empty for anything else."""
    match node:
        case ast.Call(func=ast.Name(id="sum"), args=[ast.GeneratorExp(elt=part)]) if "numel" not in ast.unparse(part):
            each = story.value_in(step, source_of(story, part) + EACH_TIME)
            terms = [] if each is None else numbers(each.text)
            if len(terms) > 1 and all(term.isdigit() for term in terms) and seen.text == str(sum(map(int, terms))):
                return f"{' + '.join(terms)} = {value(seen)}"
    return ""


def _number(story: Story, step: TraceStep, node: ast.expr, name: str) -> str:
    if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
        return repr(node.value)
    if isinstance(node, ast.Name) and node.id == name:
        before = story.before[step.number].get(name)
        return before[0].text if before is not None and before[0].type in {"int", "float"} else ""
    seen = story.value_in(step, source_of(story, node))
    return seen.text if seen is not None and seen.type in {"int", "float"} else ""


def _parts(story: Story, step: TraceStep, expression: ast.expr | None) -> list[str]:
    """What the parts of an expression are worth, those that show something: "`a` is 2"."""
    found: list[str] = []
    for node in _children(expression):
        text = source_of(story, node)
        seen = story.value_in(step, text) if text else None
        if seen is not None and seen.kind in TOLD and len(seen.text) <= 80 and (seen.kind != "tensor" or _few(seen)):
            found.append(f"`{text}` is {value(seen)}")
    return list(dict.fromkeys(found)) if len(found) <= _MOST_PARTS else []


def _children(expression: ast.expr | None) -> Sequence[ast.expr]:
    match expression:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
        case ast.BoolOp(values=values):
            return values
        case ast.UnaryOp(operand=operand):
            return [operand]
        case ast.Call(func=ast.Attribute(value=owner), args=arguments):
            return [owner, *arguments]
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in _TELLING:
            return arguments
        case ast.Subscript(value=owner, slice=index):
            return [owner, index]
    return []


def _wanted(argument: ast.expr) -> list[ast.expr]:
    """What to tell about an argument of ``print``: of a formatted text its fields."""
    if isinstance(argument, ast.JoinedStr):
        return [each.value for each in argument.values if isinstance(each, ast.FormattedValue)]
    return [argument]


def _together(story: Story, step: TraceStep, changes: Sequence[Change]) -> Sentence | None:
    """That several names showed one change made in place: names of one object, or tensors that share their numbers."""
    known = story.before[step.number]
    if len(changes) < 2 or not all(each.name in known for each in changes) or not _in_place(story, step):
        return None
    names = listed([f"`{each.name}`" for each in changes])
    values = [each.value for each in changes if each.value is not None and fits(each.value.text)]
    if len(values) != len(changes):
        return None
    if all(each == values[0] for each in values):
        return say("same-object", (step.number,), names=names, value=value(values[0]))
    if not all(each.kind == "tensor" and each.values for each in values):
        return None
    states = listed([f"`{each.name}` is {value(seen)}" for each, seen in zip(changes, values, strict=True)])
    return say("shared-numbers", (step.number,), names=names, states=states)


def _along(story: Story, step: TraceStep, name: str) -> str:
    """The parameters of modules that a line changed in place together with the variable ``name``; empty for none."""
    if name not in story.before[step.number] or not _in_place(story, step):
        return ""
    parameters = [each.name for each in step.changes if "." in each.name and not each.name.endswith(".grad")]
    watched = [each for each in parameters if each in story.before[step.number] and "[" not in each]
    return listed([f"`{each}`" for each in watched])


def _in_place(story: Story, step: TraceStep) -> bool:
    """Whether a statement gives no name a new object."""
    match story.statements.get(step.line):
        case ast.Expr() | ast.Assign(targets=[ast.Subscript() | ast.Attribute()]) | ast.AugAssign():
            return True
    return False
