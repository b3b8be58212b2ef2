"""Code fits a narrow screen without scrolling far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quizapp.catalog.content import Question
from quizapp.catalog.errors import PackProblem
from quizapp.catalog.pack_contents import PackContents

WIDEST: Final = 88
"""Characters in a line."""


def findings(pack: PackContents) -> Iterator[PackProblem]:
    for item in pack.items():
        for code in _code(item.content) if isinstance(item.content, Question) else ():
            for number, line in enumerate(code.splitlines(), 1):
                if len(line) > WIDEST or "\t" in line:
                    fault = "holds a tab" if "\t" in line else f"is {len(line)} characters wide"
                    yield PackProblem(item.file, item.line, 1, "", f"line {number} of the code of {item.slug} {fault}")


def _code(question: Question) -> Iterator[str]:
    if question.snippet is not None:
        yield question.snippet.source
    for choice in question.choices:
        yield choice.code or ""
