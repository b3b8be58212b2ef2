"""Rewrites a snippet so that the values of its sub-expressions are handed over as they arise.

Each wanted expression ``e`` becomes ``__seen__(number, e)``, which returns the value of ``e``. Nothing is evaluated
that was not before, nor in another order, and positions stay those of the source.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final, TypeVar

from runner.wording import EACH_TIME

PROBE: Final = "__seen__"
"""Name of the function among the builtins."""
MAX_PROBES: Final = 2000
MAX_TEXT: Final = 200

_WANTED: Final = (
    ast.Name, ast.Attribute, ast.Call, ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.Subscript, ast.IfExp,
    ast.JoinedStr, ast.ListComp, ast.SetComp, ast.DictComp,
)  # fmt: skip
_WHOLE: Final = frozenset({"all", "any", "dict", "list", "max", "min", "set", "sorted", "sum", "tuple"})
"""Functions that use up a generator in the line it stands in."""
_SCOPES: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
"""What is evaluated many times or later; only its value as a whole is wanted."""

_Node = TypeVar("_Node", bound=ast.expr)


class Probes(ast.NodeTransformer):
    """Puts probes into a tree; ``texts`` then holds the source of each, by its number."""

    def __init__(self, source: str) -> None:
        self.texts: list[str] = []
        self.repeated: set[int] = set()
        """Numbers of the probes inside comprehensions."""
        self._lines = source.splitlines(keepends=True)

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr):
            return self._expression(node)
        changed: ast.AST = super().visit(node)
        return changed

    # Statements: their expressions that are evaluated, and nothing else.

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = self._all(node.body)
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        node.body = self._all(node.body)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        for each in node.body:
            if isinstance(each, ast.FunctionDef):
                self.visit(each)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self._inside(node.value)  # what a statement is worth is thrown away
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self._expression(node.value)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        node.value = self._expression(node.value)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        node.value = self._expression(node.value)
        return node

    def visit_For(self, node: ast.For) -> ast.AST:
        node.iter = self._expression(node.iter)
        node.body, node.orelse = self._all(node.body), self._all(node.orelse)
        return node

    def visit_With(self, node: ast.With) -> ast.AST:
        node.body = self._all(node.body)
        return node

    def visit_Delete(self, node: ast.Delete) -> ast.AST:
        return node

    def visit_Match(self, node: ast.Match) -> ast.AST:
        for case in node.cases:
            case.body = self._all(case.body)
        return node

    def _all(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        return [self.visit(each) for each in body]  # type: ignore[misc]  # a statement stays one

    # Expressions.

    def _expression(self, node: _Node) -> _Node:
        if not isinstance(node, _SCOPES):
            self._inside(node)
        elif isinstance(node, (ast.ListComp, ast.SetComp)):
            self._inside_comprehension(node)
        if not isinstance(node, _WANTED) or len(self.texts) >= MAX_PROBES:
            return node
        if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return node
        text = self._text(node)
        if not text:
            return node
        return self._probed(node, text)

    def _probed(self, node: _Node, text: str) -> _Node:
        self.texts.append(text)
        number = ast.Constant(value=len(self.texts) - 1)
        call = ast.Call(func=ast.Name(id=PROBE, ctx=ast.Load()), args=[number, node], keywords=[])
        for made in (call, call.func, number):
            ast.copy_location(made, node)
        return call  # type: ignore[return-value]  # an expression for an expression

    def _inside_comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> None:
        """A probe around what is collected; the rest is left alone."""
        text = self._text(node.elt)
        worth = text and not isinstance(node.elt, (ast.Name, ast.Constant)) and not _suspends(node)
        if worth and len(self.texts) < MAX_PROBES and len(text) + len(EACH_TIME) <= MAX_TEXT:
            self.repeated.add(len(self.texts))
            node.elt = self._probed(node.elt, text + EACH_TIME)

    def _inside(self, node: ast.expr) -> None:
        match node:
            case ast.Call(func=ast.Attribute() as method):
                method.value = self._expression(method.value)
                self._arguments(node)
            case ast.Call(func=ast.Name(id=name), args=[ast.GeneratorExp() as generator]) if name in _WHOLE:
                self._inside_comprehension(generator)
            case ast.Call():
                self._arguments(node)
            case ast.JoinedStr(values=values):
                for each in values:
                    if isinstance(each, ast.FormattedValue):
                        each.value = self._expression(each.value)
            case ast.Starred() | ast.NamedExpr():
                node.value = self._expression(node.value)
            case _:
                self.generic_visit(node)

    def _arguments(self, node: ast.Call) -> None:
        node.args = [self._expression(each) for each in node.args]
        for keyword in node.keywords:
            keyword.value = self._expression(keyword.value)

    def _text(self, node: ast.expr) -> str:
        """The node's source if it is short and on one line; columns count bytes."""
        if node.end_lineno != node.lineno or node.end_col_offset is None or node.lineno > len(self._lines):
            return ""
        line = self._lines[node.lineno - 1].encode()
        text = line[node.col_offset : node.end_col_offset].decode("utf-8", "replace")
        return text if len(text) <= MAX_TEXT else ""


def _suspends(node: ast.expr) -> bool:
    return any(isinstance(each, (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)) for each in ast.walk(node))


def statements(tree: ast.Module) -> dict[int, tuple[int, bool]]:
    """For each line the first line of its statement, and whether that statement has several; headers by themselves."""
    found: dict[int, tuple[int, bool]] = {}
    for node in ast.walk(tree):
        if not isinstance(node, (ast.stmt, ast.excepthandler)):
            continue
        first = node.lineno
        last = first if isinstance(node, ast.Match) else node.end_lineno or first
        body = getattr(node, "body", None)
        if isinstance(body, list) and body:
            last = max(first, body[0].lineno - 1)
        decorators = getattr(node, "decorator_list", [])
        start = min([first, *(each.lineno for each in decorators)])
        for line in range(start, last + 1):
            found.setdefault(line, (first, last > first))
    return found
