"""Reads a snippet's source for chance that few runs may show; what it says costs further runs and decides nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.inside import noticed

_HARMLESS_CALLS: Final = frozenset({"len", "sorted", "max", "any", "all", "bool", "isinstance", "type"})
"""What makes the same of a set in any order; ``min`` and ``sum`` of numbers would, but of ties they do not."""
_SET_METHODS: Final = frozenset({"union", "intersection", "difference", "symmetric_difference", "copy"})
_HARMLESS_METHODS: Final = frozenset(
    {"add", "discard", "remove", "update", "clear", "issubset", "issuperset", "isdisjoint", "__contains__"}
)
_ENTROPY_METHODS: Final = frozenset(
    {"seed", "seed_all", "RandomState", "MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64", "SeedSequence"}
)
"""What starts from chance when it is called without arguments."""


def hints(source: str) -> set[str]:
    """What is worth more runs; nothing for a source that does not parse. Code that it holds as text is read too."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    held = list(_code_held(tree))
    # Together, because one may print the set that another made; and each, because one of them may not parse.
    texts = [*held, "\n".join(held)] if held else []
    return set(_hints(tree)).union(*map(hints, texts))


def _hints(tree: ast.Module) -> Iterator[str]:
    if _order_of_a_set_may_show(tree):
        yield noticed.SETS
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=method) | ast.Name(id=method), args=[], keywords=[]) if (
                method in _ENTROPY_METHODS
            ):
                yield noticed.UNSEEDED
                yield noticed.CONTENTS


def _code_held(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="compile" | "exec" | "eval"), args=[text, *_]):
                found = (each.value for each in ast.walk(text) if isinstance(each, ast.Constant))
                yield from (value for value in found if isinstance(value, str))


def _order_of_a_set_may_show(tree: ast.Module) -> bool:
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    names: set[str] = set()
    while True:
        sets = [node for node in ast.walk(tree) if _is_set(node, names)]
        found = {name for node in sets for name in _assigned(node, parents)}
        if found <= names:
            break
        names |= found
    if any(isinstance(node, ast.Name) and node.id == "hash" for node in ast.walk(tree)):
        return True
    return any(not _harmless(node, parents) for node in sets)


def _is_set(node: ast.AST, names: set[str]) -> bool:
    match node:
        case ast.Set(elts=elements):
            return not all(isinstance(each, ast.Constant) and isinstance(each.value, int) for each in elements)
        case ast.SetComp() | ast.Call(func=ast.Name(id="set" | "frozenset")):
            return True
        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in _SET_METHODS:
            return _is_set(owner, names)
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr() | ast.BitXor() | ast.Sub(), right=right):
            return any(_is_set(side, names) or _is_keys(side) for side in (left, right))
        case ast.Name(id=name, ctx=ast.Load()):
            return name in names
    return False


def _is_keys(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"keys", "items"}


def _assigned(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[str]:
    parent = parents.get(node)
    if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and parent.value is node:
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _harmless(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents.get(node)
    match parent:
        case ast.Call(func=ast.Name(id=function)) if function in _HARMLESS_CALLS:
            return True
        case ast.Call(func=ast.Attribute(attr=method)) if method in _HARMLESS_METHODS | _SET_METHODS:
            return True
        case ast.Call(func=ast.Name(id="set" | "frozenset")):
            return True
        case ast.Attribute(attr=method):
            return method in _HARMLESS_METHODS | _SET_METHODS
        case ast.Compare() | ast.Expr():
            return True
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr() | ast.BitXor() | ast.Sub()):
            return True
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
            return any(True for _ in _assigned(node, parents))
    return False
