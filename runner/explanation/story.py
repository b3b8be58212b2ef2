"""A trace beside its source: the statement of each step, what was known before it, and what the output rests on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from runner.explained import Change, Operation, Seen, Trace, TraceStep

_ROOT: Final = re.compile(r"[A-Za-z_]\w*")
Known = Mapping[str, tuple[Seen, int]]
"""Variables by name: what they are worth and the step since when."""


@dataclass(frozen=True)
class Story:
    """What sentences are made from."""

    trace: Trace
    source: str
    exception: str = ""
    """Type of the exception that ended the run, if one did."""

    @cached_property
    def statements(self) -> dict[int, ast.stmt]:
        """The statement that begins in each line; of two in one line the first."""
        found: dict[int, ast.stmt] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.stmt):
                found.setdefault(node.lineno, node)
        return found

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        """The functions of the snippet by their bare names."""
        return {node.name: node for node in ast.walk(self._tree) if isinstance(node, ast.FunctionDef)}

    @cached_property
    def before(self) -> dict[int, Known]:
        """For each step's number the variables of its function as they were before it."""
        found: dict[int, Known] = {}
        states: dict[str, dict[str, tuple[Seen, int]]] = {}
        for step in self.trace.steps:
            if isinstance(self.statements.get(step.line), ast.FunctionDef):
                states[step.function] = {}  # called once more: its variables are new
            state = states.setdefault(step.function, {})
            found[step.number] = dict(state)
            for change in step.changes:
                if change.value is None:
                    state.pop(change.name, None)
                else:
                    state[change.name] = (change.value, step.number)
        return found

    def text_of(self, step: TraceStep) -> str:
        """The source of the step's statement, of a compound one its first line."""
        statement = self.statements.get(step.line)
        lines = self.source.splitlines()
        if statement is None or step.line > len(lines):
            return ""
        if hasattr(statement, "body"):
            return lines[step.line - 1].strip().rstrip(":")
        return (ast.get_source_segment(self.source, statement) or "").strip()

    def value_in(self, step: TraceStep, text: str) -> Seen | None:
        """What an expression was worth in a step."""
        return next((each.value for each in step.expressions if each.text == text), None)

    def earlier(self, step: TraceStep) -> Iterator[TraceStep]:
        """Steps of the same line and function before this one, the last first."""
        same = [
            each
            for each in self.trace.steps
            if each.line == step.line and each.function == step.function and each.number < step.number
        ]
        return reversed(same)

    def what(self, step: TraceStep, operation: Operation) -> str:
        """The words for an operation: its layer as the source would name it, or the expression whose value it is."""
        calls = [node for node in _own_nodes(self.statements[step.line]) if isinstance(node, ast.Call)]
        held = [node for node in calls if self._is_module(step, node.func)]
        if operation.layer and step.function.endswith("forward") and self._has_part(step, operation.layer):
            return f"`{access('self', operation.layer)}`"
        if operation.layer and len(held) == 1:
            return f"`{access(ast.unparse(held[0].func), operation.layer)}`"
        if operation.layer:
            return f"the layer `{operation.layer}`"
        output = None if operation.output is None else operation.output.text
        if alike := {ast.unparse(node.func) for node in held if self._could_be(step, node, operation)}:
            return f"`{alike.pop()}`" if len(alike) == 1 else f"`{operation.name}`"
        name = operation.name.strip("_")
        for expression in step.expressions:
            same = expression.value.text == output and len(expression.text) <= 60
            if same and not expression.text.isidentifier() and _mentions(expression.text, name):
                return f"`{_bracketless(expression.text)}`"
        if isinstance(self.statements[step.line], ast.AugAssign) and self.is_named(step, operation):
            return f"`{self.text_of(step)}`"
        return f"`{name}`" if self.is_named(step, operation) else self.caller(step) or f"`{name}`"

    def is_named(self, step: TraceStep, operation: Operation) -> bool:
        """Whether the line itself asks for the operation, and no library behind it."""
        return _mentions(self.text_of(step), operation.name.strip("_"))

    def caller(self, step: TraceStep) -> str:
        """The one module that a line calls, as code; empty where it calls none or several."""
        nodes = [node for node in _own_nodes(self.statements[step.line]) if isinstance(node, ast.Call)]
        held = {ast.unparse(node.func) for node in nodes if self._is_module(step, node.func)}
        return f"`{held.pop()}`" if len(held) == 1 else ""

    def _is_module(self, step: TraceStep, called: ast.expr) -> bool:
        if isinstance(called, ast.Name):
            known = self.before[step.number].get(called.id) or self._at_top.get(called.id)
            return known is not None and known[0].kind == "module"
        if not isinstance(called, (ast.Attribute, ast.Subscript)):
            return False
        root: ast.expr = called
        while isinstance(root, (ast.Attribute, ast.Subscript)):
            root = root.value
        if isinstance(root, ast.Name) and root.id == "self":
            return isinstance(called, ast.Attribute) and called.value is root
        ours = isinstance(called, ast.Subscript) or called.attr not in _OF_EVERY_MODULE
        return ours and isinstance(root, ast.Name) and self._is_module(step, root)

    def _could_be(self, step: TraceStep, call: ast.Call, operation: Operation) -> bool:
        """Whether a call of a module has the operation's output, and its first input where that is known."""
        seen = self.value_in(step, ast.get_source_segment(self.source, call) or "")
        given = self.value_in(step, ast.get_source_segment(self.source, call.args[0]) or "") if call.args else None
        same_input = given is None or not operation.inputs or given.text == operation.inputs[0].text
        return seen is not None and operation.output is not None and seen.text == operation.output.text and same_input

    def _has_part(self, step: TraceStep, layer: str) -> bool:
        return f"self.{layer.partition('.')[0]}" in self.source

    @cached_property
    def _at_top(self) -> Known:
        """What the variables of the top held last."""
        found: dict[str, tuple[Seen, int]] = {}
        for step in self.trace.steps:
            for change in step.changes:
                if not step.function and change.value is not None:
                    found[change.name] = (change.value, step.number)
        return found

    @cached_property
    def ending(self) -> TraceStep | None:
        """The first step that the exception left which ended the run."""
        last = next((each for each in reversed(self.trace.steps) if each.raised), None)
        if not self.exception or last is None:
            return None
        return next(each for each in self.trace.steps if each.raised == last.raised)

    def under_no_grad(self, line: int) -> bool:
        """Whether a line stands in a block of ``no_grad``."""
        return any(
            isinstance(each, ast.With)
            and each.lineno < line <= (each.end_lineno or each.lineno)
            and any("no_grad" in ast.unparse(item.context_expr) for item in each.items)
            for each in self.statements.values()
        )

    def in_loop(self, line: int) -> bool:
        """Whether a line stands in the body of a loop."""
        return any(
            isinstance(each, (ast.For, ast.While)) and each.lineno < line <= (each.end_lineno or each.lineno)
            for each in self.statements.values()
        )

    @cached_property
    def asks(self) -> frozenset[str]:
        """What the output shows: ``shape``, ``type``, ``gradient``, ``mode``, ``truth`` or ``value``.

        Shapes where an exception ends it before anything is shown, gradients where it speaks of them.
        """
        found = set()
        for step in self.trace.steps:
            if step.printed:
                statement = self.statements.get(step.line)
                nodes = [] if statement is None else list(_own_nodes(statement))
                for argument in (each for node in nodes if isinstance(node, ast.Call) for each in _printed(node)):
                    found.add(_asked(argument))
        if found <= {"truth"} and any("grad" in step.raised for step in self.trace.steps):
            return frozenset({"gradient"})
        return frozenset(found or {"shape"})

    @cached_property
    def relevant(self) -> tuple[TraceStep, ...]:
        """The steps that what is printed or raised rests on, in order, those that print and raise included."""
        needed: set[tuple[str, str]] = set()
        chosen: set[int] = set()
        for step in reversed(self.trace.steps):
            statement = self.statements.get(step.line)
            if statement is None or isinstance(statement, (ast.Import, ast.ImportFrom, ast.ClassDef)):
                continue
            if self._matters(step, statement, needed):
                chosen.add(step.number)
                needed |= self._asks_for(step, statement)
        return tuple(step for step in self.trace.steps if step.number in chosen)

    def _matters(self, step: TraceStep, statement: ast.stmt, needed: set[tuple[str, str]]) -> bool:
        if isinstance(statement, ast.FunctionDef):
            return bool(step.function) and (_bare(step.function), "()") in needed
        if step.printed or step.raised:
            return True
        if any((step.function, _root(change.name)) in needed for change in step.changes):
            return True
        in_needed_function = (_bare(step.function), "()") in needed
        if in_needed_function and isinstance(statement, ast.Return):
            return True
        return isinstance(statement, (ast.If, ast.While)) and self._guards(statement, step.function, needed)

    def _guards(self, statement: ast.If | ast.While, function: str, needed: set[tuple[str, str]]) -> bool:
        """Whether what is needed, or printed, is made in a branch that the statement decides about."""
        for node in (each for part in (*statement.body, *statement.orelse) for each in ast.walk(part)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and (function, node.id) in needed:
                return True
            if isinstance(node, (ast.Return, ast.Raise)):
                return True
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                return True
        return False

    def _asks_for(self, step: TraceStep, statement: ast.stmt) -> set[tuple[str, str]]:
        """What a statement reads: names of its function or of the top, and functions of the snippet it calls."""
        found: set[tuple[str, str]] = set()
        for node in _own_nodes(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found |= {(step.function, node.id), ("", node.id)}
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                found |= {(each, "()") for each in self._behind.get(name, {name} & self.functions.keys())}
                if "forward" in self.functions:
                    found.add(("forward", "()"))
        return found

    @cached_property
    def _behind(self) -> dict[str, set[str]]:
        """For a name that was made from functions of the snippet, as by ``torch.compile``: these functions."""
        found: dict[str, set[str]] = {}
        for statement in self.statements.values():
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=made):
                    held = {node.id for node in ast.walk(made) if isinstance(node, ast.Name)}
                    if functions := held & self.functions.keys():
                        found.setdefault(name, set()).update(functions)
        return found

    @cached_property
    def _tree(self) -> ast.Module:
        return ast.parse(self.source)


def made(step: TraceStep, kind: str) -> Iterator[tuple[Change, Seen]]:
    """The changes of a step whose new value is of this kind."""
    for change in step.changes:
        if change.value is not None and change.value.kind == kind:
            yield change, change.value


def _own_nodes(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement without those of the statements in it."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [each for each in ast.iter_child_nodes(node) if not isinstance(each, (ast.stmt, ast.excepthandler))]


def _root(name: str) -> str:
    """The variable in ``layer.weight.grad``."""
    found = _ROOT.match(name)
    return found[0] if found else name


def _bare(function: str) -> str:
    return function.rpartition(".")[2]


def access(owner: str, path: str) -> str:
    """A part of a module as source writes it: ``net[0]``, ``model.layer1[0].conv1``."""
    for each in path.split("."):
        owner += f"[{each}]" if each.isdigit() else f".{each}"
    return owner


def _bracketless(text: str) -> str:
    """Without brackets around the whole, which source needs and a sentence does not."""
    if text.startswith("(") and text.endswith(")"):
        try:
            ast.parse(text[1:-1], mode="eval")
        except SyntaxError:
            return text
        return text[1:-1]
    return text


def _printed(call: ast.Call) -> list[ast.expr]:
    return call.args if isinstance(call.func, ast.Name) and call.func.id == "print" else []


def _asked(argument: ast.expr) -> str:
    match argument:
        case (
            ast.Attribute(attr="shape") | ast.Call(func=ast.Attribute(attr="size" | "dim")) | ast.Attribute(attr="ndim")
        ):
            return "shape"
        case ast.Call(func=ast.Name(id="tuple" | "list"), args=[inner]):
            return _asked(inner)
        case ast.Attribute(attr="dtype"):
            return "type"
        case ast.Attribute(attr="requires_grad" | "is_leaf" | "grad_fn"):
            return "gradient"
        case ast.Attribute(attr="training"):
            return "mode"
        case ast.Compare(left=ast.Attribute(attr="grad")):
            return "gradient"
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()) | ast.Constant():
            return "truth"
        case ast.Call(func=ast.Attribute(attr="equal" | "allclose")):
            return "truth"
    return "value"


def _mentions(text: str, name: str) -> bool:
    return name in text or (name in _SIGNS and _SIGNS[name] in text)


_OF_EVERY_MODULE: Final = frozenset(
    {
        "add_module", "apply", "bfloat16", "buffers", "children", "compile", "cpu", "cuda", "double", "eval", "float",
        "forward", "get_parameter", "get_submodule", "half", "load_state_dict", "modules", "named_buffers",
        "named_children", "named_modules", "named_parameters", "parameters", "register_buffer", "register_forward_hook",
        "requires_grad_", "state_dict", "to", "train", "zero_grad",
    }
)  # fmt: skip
"""Methods that every module has, so that calling them calls no layer of its own."""
_SIGNS: Final = {
    "add": "+", "sub": "-", "mul": "*", "div": "/", "true_divide": "/", "matmul": "@", "pow": "**", "getitem": "[",
    "rsub": "-", "gt": ">", "lt": "<", "ge": ">=", "le": "<=", "eq": "==", "ne": "!=",
}  # fmt: skip
