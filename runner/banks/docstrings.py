"""Examples in docstrings, and in text that code passes on as documentation, of Python files."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runner.banks import sessions
from runner.banks.entry import Entry, Place, Session, Unread
from runner.banks.files import File
from runner.errors import BankInvalid

ABOUT: Final = "examples in the docstrings of Python files"


@dataclass(frozen=True, slots=True)
class _Text:
    name: str
    text: str
    line: int


def takes(file: File) -> bool:
    return file.path.suffix == ".py"


def read(file: File) -> Iterator[Entry]:
    source = file.text()
    if ">>>" not in source:
        return
    module = module_of(file.path)
    alone = "" if "." in module or file.path.name == "__init__.py" else source
    lines = source.split("\n")
    for documented in _documented(_tree(source), module):
        place = Place(file.name, documented.line)
        try:
            examples = sessions.examples(documented.text, documented.name, documented.line, lines)
        except BankInvalid as refused:
            yield Unread(place, str(refused))
            continue
        if examples:
            where = Place(file.name, examples[0].line)
            yield Session(where, documented.name, examples, module, module_source=alone)


def module_of(path: Path) -> str:
    """The name under which Python would import ``path``, found by the ``__init__.py`` of the folders above it."""
    path = path.absolute()
    names = [] if path.stem == "__init__" else [path.stem]
    folder = path.parent
    while (folder / "__init__.py").is_file():
        names.append(folder.name)
        folder = folder.parent
    return ".".join(reversed(names))


def _tree(source: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes, say, which are no business of ours
            return ast.parse(source)
    except SyntaxError as error:
        raise BankInvalid(f"not Python: {error.msg} on line {error.lineno}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise BankInvalid(f"not Python that can be parsed: {type(error).__name__}") from error


def _documented(tree: ast.Module, module: str) -> Iterator[_Text]:
    waiting: list[tuple[ast.AST, str]] = [(tree, module)]
    while waiting:
        node, name = waiting.pop(0)
        body = getattr(node, "body", [])
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = body[0] if body else None
            if isinstance(first, ast.Expr):
                yield from _texts(first.value, name)
        for child in _statements(node):
            if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                waiting.append((child, f"{name}.{child.name}"))
                continue
            yield from _passed_on(child, name)
            waiting.append((child, name))


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    for field in ("body", "orelse", "handlers", "finalbody"):
        for child in getattr(node, field, []):
            if isinstance(child, ast.stmt):
                yield child
            elif isinstance(child, ast.ExceptHandler):
                yield from child.body


def _passed_on(statement: ast.stmt, name: str) -> Iterator[_Text]:
    """Text given to ``__doc__``, or to a call, as numpy and torch document what C defines.

    The call is a statement, or its function's name says that it is about documentation and its result is kept.
    """
    match statement:
        case ast.Expr(value=ast.Call() as call):
            yield from _arguments(call, name)
        case ast.Assign(value=ast.Call(func=ast.Name(id=function) | ast.Attribute(attr=function)) as call) if (
            "doc" in function
        ):
            yield from _arguments(call, name)
        case ast.Assign(targets=[target], value=value) if _is_doc(target):
            yield from _texts(value, ast.unparse(target).removesuffix(".__doc__"))


def _is_doc(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "__doc__"


def _arguments(call: ast.Call, name: str) -> Iterator[_Text]:
    labels: list[str] = []
    for argument in _flat([*call.args, *(each.value for each in call.keywords)]):
        if isinstance(argument, ast.Name | ast.Attribute):
            labels.append(ast.unparse(argument))
        elif isinstance(argument, ast.Constant) and isinstance(argument.value, str) and ">>>" not in argument.value:
            labels += [argument.value] if argument.value.replace(".", "").isidentifier() else []
        else:
            yield from _texts(argument, ".".join(labels) or name)


def _flat(arguments: list[ast.expr]) -> Iterator[ast.expr]:
    for argument in arguments:
        if isinstance(argument, ast.Tuple | ast.List):
            yield from _flat(argument.elts)
        else:
            yield argument


def _texts(value: ast.expr, name: str) -> Iterator[_Text]:
    """The literal that ``value`` is or is made of; of one that is filled in, the braces as they come out."""
    match value:
        case ast.Constant(value=str(text)) if sessions.has_prompts(text):
            yield _Text(name, text, value.lineno)
        case ast.Call(func=ast.Attribute(attr="format", value=inner)):
            for each in _texts(inner, name):
                yield _Text(name, each.text.replace("{{", "{").replace("}}", "}"), each.line)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            yield from _texts(left, name)
            yield from _texts(right, name)
