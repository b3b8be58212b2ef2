"""Examples at a prompt, made one program: what a prompt shows by itself, a program has to print."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from quizapp.authoring.interchange import snippets
from quizapp.authoring.interchange.drafting import Raw
from runner.banks.entry import Example, Session, Snippet
from runner.errors import BankInvalid


def draft(entry: Session) -> Raw:
    """Raises ``BankInvalid`` where the examples make no program, or show nothing."""
    code, output = [], []
    for example in _run(entry):
        code.append(_printing(example))
        output.append(example.raises if example.raises is not None else example.want)
        if example.raises is not None:
            break
    if not any(output):
        raise BankInvalid("its examples show no output")
    return snippets.draft(Snippet(entry.place, entry.id, "".join(code), "".join(output), entry.attribution))


def _run(entry: Session) -> Iterator[Example]:
    return (example for example in entry.examples if not example.skipped)


def _printing(example: Example) -> str:
    """The example, where it is an expression whose value is shown, as a call that prints it."""
    if not example.want or example.raises is not None:
        return example.source
    try:
        body = ast.parse(example.source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BankInvalid(f"line {example.line} is not Python") from error
    match body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id="print")))]:
            return example.source
        case [ast.Expr(value=value)]:
            return f"print(repr({ast.unparse(value)}))\n"
    return example.source
