"""Idioms of training code that several mutations look for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.source import Source, called, keyword, number

CREATIONS: Final = ("zeros", "ones", "rand", "randn", "empty")
"""Functions that make a tensor from its sizes."""
REDUCTIONS: Final = (
    "sum",
    "mean",
    "prod",
    "max",
    "min",
    "amax",
    "amin",
    "argmax",
    "argmin",
    "std",
    "var",
    "any",
    "all",
    "median",
    "logsumexp",
    "norm",
)
"""Methods and functions that can take away a dimension."""
ALONG_A_DIMENSION: Final = (
    *REDUCTIONS,
    "softmax",
    "log_softmax",
    "cumsum",
    "sort",
    "argsort",
    "topk",
    "unsqueeze",
    "cat",
    "concatenate",
    "stack",
    "split",
    "chunk",
    "gather",
    "squeeze",
    "flip",
    "normalize",
)
"""Operations whose ``dim`` or ``axis`` people mistake."""
LAYERS_WITH_BIAS: Final = ("Linear", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose2d", "Dense", "Conv2D", "Bilinear")


def freezing(source: Source) -> Iterator[ast.stmt]:
    """Statements that freeze: a loop that sets ``requires_grad``, ``requires_grad_(False)``, ``trainable = False``."""
    for loop in source.nodes(ast.For):
        if len(loop.body) == 1 and isinstance(loop.body[0], ast.Assign) and _sets_false(loop.body[0], "requires_grad"):
            yield loop
    for call, _ in source.methods("requires_grad_"):
        if [getattr(argument, "value", None) for argument in call.args] == [False] and _is_statement(source, call):
            yield source.statement_of(call)
    for assign in source.nodes(ast.Assign):
        if _sets_false(assign, "trainable"):
            yield assign


def heads(source: Source) -> Iterator[tuple[ast.Assign, ast.Call]]:
    """Assignments of a new layer to a place inside a model, and the layer."""
    for assign in source.nodes(ast.Assign):
        target = assign.targets[0]
        if isinstance(target, ast.Subscript):
            target = target.value
        if isinstance(target, ast.Attribute) and isinstance(assign.value, ast.Call):
            yield assign, assign.value


def no_grad_blocks(source: Source) -> Iterator[ast.With]:
    for block in source.nodes(ast.With):
        expression = block.items[0].context_expr
        if isinstance(expression, ast.Call) and called(expression) in {"no_grad", "inference_mode"}:
            yield block


def call_statements(source: Source, *methods: str) -> Iterator[ast.Expr]:
    """Statements that are nothing but a call of one of these methods."""
    for call, _ in source.methods(*methods):
        statement = source.parent(call)
        if isinstance(statement, ast.Expr):
            yield statement


def elementwise(source: Source) -> Iterator[ast.BinOp]:
    """Sums, differences, products and quotients of two names, of which one may be an expression on a name."""
    for operation in source.nodes(ast.BinOp):
        if isinstance(operation.op, (ast.Add, ast.Sub, ast.Mult, ast.Div)) and all(
            isinstance(side, (ast.Name, ast.Call, ast.Attribute)) for side in (operation.left, operation.right)
        ):
            yield operation


def shaped(source: Source) -> Iterator[ast.expr]:
    """What a program asks the ``shape`` of."""
    for attribute in source.nodes(ast.Attribute):
        if attribute.attr == "shape" and isinstance(attribute.ctx, ast.Load):
            yield attribute.value


def sizes(source: Source) -> Iterator[tuple[ast.Call, list[int]]]:
    """Calls that make a tensor from sizes written as numbers, and the sizes."""
    for call in source.calls(*CREATIONS):
        found = [each.value for each in call.args if isinstance(each, ast.Constant) and type(each.value) is int]
        if found and len(found) == len(call.args):
            yield call, found


def dimensions(source: Source) -> Iterator[ast.expr]:
    """The whole number by which an operation is told its dimension, by keyword or, of a method, in first place."""
    for call in source.calls(*ALONG_A_DIMENSION):
        along = keyword(call, "dim", "axis")
        if along is not None and number(along.value) is not None:
            yield along.value
    for call, function in source.methods(*ALONG_A_DIMENSION):
        if len(call.args) == 1 and number(call.args[0]) is not None and function.attr not in {"topk", "split", "chunk"}:
            yield call.args[0]


def printed(source: Source) -> Iterator[ast.Expr]:
    """Statements that print."""
    for call in source.calls("print"):
        statement = source.parent(call)
        if isinstance(statement, ast.Expr):
            yield statement


def _sets_false(assign: ast.Assign, name: str) -> bool:
    target = assign.targets[0]
    return (
        isinstance(target, ast.Attribute)
        and target.attr == name
        and isinstance(assign.value, ast.Constant)
        and assign.value.value is False
    )


def _is_statement(source: Source, call: ast.Call) -> bool:
    return isinstance(source.parent(call), ast.Expr)
