"""A program's text with its syntax tree: places are found in the tree and edited in the text, so formatting stays."""

from __future__ import annotations

import ast
import functools
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

_NodeType = TypeVar("_NodeType", bound=ast.AST)
Placed = ast.expr | ast.stmt | ast.keyword | ast.alias
"""Nodes that know where they stand."""

_COMMA_AFTER: Final = re.compile(rb"\s*,\s*")
_COMMA_BEFORE: Final = re.compile(rb"\s*,\s*$")
_SIGNS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.MatMult: "@",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.BitAnd: "&",
}
_ATOMS: Final = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.List, ast.Tuple, ast.Dict)


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the bytes from ``start`` to ``end`` of the source by ``text``."""

    start: int
    end: int
    text: str


class Source:
    """Python source that parses; offsets are bytes of its UTF-8 text."""

    def __init__(self, text: str, tree: ast.Module) -> None:
        self.text = text
        self.tree = tree
        self._bytes = text.encode()
        self._lines = [0, *(found.end() for found in re.finditer(rb"\r\n|\r|\n", self._bytes))]
        self._parents: dict[ast.AST, ast.AST] = {}
        self._nodes: dict[type[ast.AST], list[ast.AST]] = {}
        self._enter(tree)

    @classmethod
    def parse(cls, text: str) -> Source | None:
        """The source, or ``None`` where it is no Python that this interpreter parses."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return cls(text, ast.parse(text))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None

    # What is there

    @property
    def size(self) -> int:
        """How many nodes its tree has."""
        return sum(map(len, self._nodes.values()))

    def nodes(self, kind: type[_NodeType]) -> Iterator[_NodeType]:
        """Every node of exactly this type, in the order of the text."""
        found = [node for node in self._nodes.get(kind, []) if isinstance(node, kind)]
        yield from sorted(found, key=lambda node: (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)))

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Calls of functions or methods with one of these last names, or of any where none is given."""
        yield from (call for call in self.nodes(ast.Call) if not names or called(call) in names)

    def methods(self, *names: str) -> Iterator[tuple[ast.Call, ast.Attribute]]:
        """Calls ``value.name(...)`` of something that is no imported module."""
        for call in self.calls(*names):
            if isinstance(call.func, ast.Attribute) and self.segment(call.func.value) not in self.modules:
                yield call, call.func

    @functools.cached_property
    def modules(self) -> frozenset[str]:
        """The names under which modules, or parts of them, are imported whole, e.g. ``torch``, ``nn``, ``np``."""
        names = {alias.asname or alias.name for node in self.nodes(ast.Import) for alias in node.names}
        names |= {
            alias.asname or alias.name
            for node in self.nodes(ast.ImportFrom)
            for alias in node.names
            if alias.name.islower() and alias.name in {"nn", "functional", "models", "optim", "ops"}
        }
        return frozenset(names) | {"F", "nn.functional", "torch.nn.functional", "torch.nn", "np.random"}

    def parent(self, node: ast.AST) -> ast.AST | None:
        return self._parents.get(node)

    def inside(self, node: ast.AST, *kinds: type[ast.AST]) -> ast.AST | None:
        """The nearest node around ``node`` of one of these types."""
        around = self._parents.get(node)
        while around is not None and not isinstance(around, kinds):
            around = self._parents.get(around)
        return around

    def statement_of(self, node: ast.AST) -> ast.stmt:
        """The statement that ``node`` is or stands in."""
        while not isinstance(node, ast.stmt):
            node = self._parents[node]
        return node

    def block_of(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements among which ``statement`` stands, itself included."""
        parent = self._parents[statement]
        for name in ("body", "orelse", "finalbody"):
            block = getattr(parent, name, None)
            if isinstance(block, list) and statement in block:
                return block
        return [statement]

    def start(self, node: Placed) -> int:
        return self._lines[node.lineno - 1] + node.col_offset

    def end(self, node: Placed) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._lines[node.end_lineno - 1] + node.end_col_offset

    def segment(self, node: Placed) -> str:
        """The node's text as it stands."""
        return self._bytes[self.start(node) : self.end(node)].decode()

    def receiver(self, attribute: ast.Attribute) -> str:
        """The text before the last dot, its parentheses included."""
        return self._bytes[self.start(attribute) : self._dot(attribute)].decode()

    def imports(self, name: str) -> bool:
        """Whether ``name`` is bound by an import."""
        imports: Iterable[ast.Import | ast.ImportFrom] = [*self.nodes(ast.Import), *self.nodes(ast.ImportFrom)]
        return any((alias.asname or alias.name.partition(".")[0]) == name for node in imports for alias in node.names)

    # How it is edited

    def replace(self, node: Placed, text: str) -> Edit:
        return Edit(self.start(node), self.end(node), text)

    def append(self, node: ast.expr, text: str) -> tuple[Edit, ...]:
        """Put ``text``, such as ``.T`` or ``[0]``, behind an expression, with parentheses where it needs them."""
        if isinstance(node, _ATOMS) or self._in_parentheses(node):
            end = self.end(node) + (1 if self._in_parentheses(node) and not isinstance(node, _ATOMS) else 0)
            return (Edit(end, end, text),)
        return (Edit(self.start(node), self.start(node), "("), Edit(self.end(node), self.end(node), ")" + text))

    def rename(self, attribute: ast.Attribute, name: str) -> Edit:
        """Another name behind the last dot."""
        return Edit(self._dot(attribute) + 1, self.end(attribute), name)

    def unwrap(self, call: ast.Call) -> Edit:
        """Take the method call away and leave what it was called on: ``x.sum()`` becomes ``x``."""
        assert isinstance(call.func, ast.Attribute)
        return Edit(self._dot(call.func), self.end(call), "")

    def argument(self, call: ast.Call, text: str) -> Edit:
        """One more argument, the last one."""
        given = [*map(self.end, call.args), *map(self.end, call.keywords)]
        if not given:
            return Edit(self.end(call) - 1, self.end(call) - 1, text)
        last = max(given)
        return Edit(last, last, ", " + text)

    def operator(self, operation: ast.BinOp, sign: str) -> Edit:
        """Another sign between the two operands."""
        between = self._bytes[self.end(operation.left) : self.start(operation.right)]
        old = _SIGNS[type(operation.op)].encode()
        start = self.end(operation.left) + between.index(old)
        return Edit(start, start + len(old), sign)

    @staticmethod
    def sign(update: ast.AugAssign) -> str:
        """The sign of the operation that an augmented assignment makes."""
        return _SIGNS[type(update.op)]

    def importing(self, module: str) -> tuple[Edit, ...]:
        """The line that imports ``module`` at the top, where it is not imported already."""
        if self.imports(module):
            return ()
        return (self.before(self.tree.body[0], f"import {module}"),)

    def without(self, call: ast.Call, argument: ast.expr | ast.keyword) -> Edit:
        """Leave one argument out, with the comma that parts it from the others."""
        return self._cut(self.start(argument), self.end(argument), self.end(call))

    def without_item(self, container: ast.expr, first: ast.expr, last: ast.expr) -> Edit:
        """Leave out what stands from ``first`` to ``last`` in a list, tuple or dictionary."""
        return self._cut(self.start(first), self.end(last), self.end(container))

    def swap(self, one: Placed, other: Placed) -> tuple[Edit, ...]:
        return (self.replace(one, self.segment(other)), self.replace(other, self.segment(one)))

    def remove(self, statement: ast.stmt) -> Edit:
        """Leave the statement out; ``pass`` takes its place where a block would be empty."""
        if len(self.block_of(statement)) == 1 and not isinstance(self._parents[statement], ast.Module):
            return self.replace(statement, "pass")
        start, end = self._whole_lines(statement)
        return Edit(start, end, "")

    def remove_decorator(self, decorator: ast.expr) -> Edit:
        """Leave a decorator out that has lines of its own."""
        last = decorator.end_lineno or decorator.lineno
        return Edit(self._lines[decorator.lineno - 1], self._lines[last], "")

    def before(self, statement: ast.stmt, line: str) -> Edit:
        """A line of its own in front of the statement, indented alike."""
        start, _ = self._whole_lines(statement)
        return Edit(start, start, f"{' ' * statement.col_offset}{line}\n")

    def after(self, statement: ast.stmt, line: str) -> Edit:
        """A line of its own behind the statement, indented alike."""
        _, end = self._whole_lines(statement)
        break_first = "" if end == 0 or self._bytes[end - 1 : end] in {b"\n", b"\r"} else "\n"
        return Edit(end, end, f"{break_first}{' ' * statement.col_offset}{line}\n")

    def move(self, statement: ast.stmt, behind: ast.stmt) -> tuple[Edit, ...]:
        """Let a statement stand behind another of the same block."""
        start, end = self._whole_lines(statement)
        _, there = self._whole_lines(behind)
        text = self._bytes[start:end].decode()
        return (Edit(start, end, ""), Edit(there, there, text if text.endswith("\n") else text + "\n"))

    def lift(self, block: ast.With | ast.For | ast.If) -> tuple[Edit, ...]:
        """Take the line away that a block stands under, and let the block stand in its place."""
        first, last = block.body[0], block.body[-1]
        begin, _ = self._whole_lines(block)
        body, end = self._whole_lines(first)[0], self._whole_lines(last)[1]
        depth = first.col_offset - block.col_offset
        if depth <= 0 or first.lineno == block.lineno:
            return ()
        lines = self._bytes[body:end].decode().splitlines(keepends=True)
        return (Edit(begin, end, "".join(line.removeprefix(" " * depth) for line in lines)),)

    def indent(self, statement: ast.stmt, under: ast.With | ast.For) -> Edit:
        """Let a statement that follows a block belong to it."""
        start, end = self._whole_lines(statement)
        step = " " * (under.body[0].col_offset - under.col_offset)
        lines = self._bytes[start:end].decode().splitlines(keepends=True)
        return Edit(start, end, "".join(step + line if line.strip() else line for line in lines))

    def dedent(self, statement: ast.stmt, out_of: ast.With | ast.For) -> tuple[Edit, ...]:
        """Let the last statement of a block follow it instead."""
        if len(out_of.body) < 2 or out_of.body[-1] is not statement:
            return ()
        start, end = self._whole_lines(statement)
        step = " " * (statement.col_offset - out_of.col_offset)
        lines = self._bytes[start:end].decode().splitlines(keepends=True)
        return (Edit(start, end, "".join(line.removeprefix(step) for line in lines)),)

    def edited(self, edits: Iterable[Edit]) -> str | None:
        """The text after all ``edits``, or ``None`` where two of them overlap."""
        pieces: list[bytes] = []
        here = 0
        for edit in sorted(set(edits)):
            if edit.start < here:
                return None
            pieces += [self._bytes[here : edit.start], edit.text.encode()]
            here = edit.end
        return b"".join([*pieces, self._bytes[here:]]).decode()

    def _enter(self, tree: ast.Module) -> None:
        waiting: list[ast.AST] = [tree]
        for node in waiting:
            self._nodes.setdefault(type(node), []).append(node)
            for child in ast.iter_child_nodes(node):
                self._parents[child] = node
                if not isinstance(child, ast.FormattedValue) or self._is_placed(child.value):
                    waiting.append(child)

    def _is_placed(self, value: ast.expr) -> bool:
        """Whether an expression in an f-string stands where its tree says; Python 3.11 is sometimes wrong."""
        try:
            again = ast.parse(self.segment(value), mode="eval").body
        except (SyntaxError, ValueError):
            return False
        return ast.dump(again) == ast.dump(value)

    def _dot(self, attribute: ast.Attribute) -> int:
        return self._bytes.rindex(b".", self.end(attribute.value), self.end(attribute))

    def _in_parentheses(self, node: ast.expr) -> bool:
        return (
            self._bytes[self.start(node) - 1 : self.start(node)] == b"("
            and self._bytes[self.end(node) : self.end(node) + 1] == b")"
            and not isinstance(self._parents.get(node), ast.Call)
        )

    def _cut(self, start: int, end: int, limit: int) -> Edit:
        behind = _COMMA_AFTER.match(self._bytes, end, limit)
        in_front = _COMMA_BEFORE.search(self._bytes[:start])
        if in_front is not None:
            return Edit(in_front.start(), end, "")
        return Edit(start, behind.end() if behind else end, "")

    def _whole_lines(self, statement: ast.stmt) -> tuple[int, int]:
        decorators = getattr(statement, "decorator_list", [])
        first = min([statement.lineno, *(decorator.lineno for decorator in decorators)])
        last = statement.end_lineno or statement.lineno
        end = self._lines[last] if last < len(self._lines) else len(self._bytes)
        return self._lines[first - 1], end


def called(call: ast.Call) -> str:
    """The last name of what is called: ``Linear`` of ``torch.nn.Linear(...)``; empty where it has none."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def keyword(call: ast.Call, *names: str) -> ast.keyword | None:
    """The first argument given by one of these names."""
    return next((each for each in call.keywords if each.arg in names), None)


def number(node: ast.AST | None) -> int | None:
    """The whole number written there, its sign included; ``None`` where it is something else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    return None
