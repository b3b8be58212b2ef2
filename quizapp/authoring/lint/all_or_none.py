"""Choices are shuffled and stand for themselves: none speaks of all or none of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quizapp.catalog.content import Question
from quizapp.catalog.errors import PackProblem
from quizapp.catalog.pack_contents import PackContents

_OTHERS: Final = re.compile(r"\b(?:all|none|both|neither) of (?:the above|these|them|the others)\b", re.IGNORECASE)


def findings(pack: PackContents) -> Iterator[PackProblem]:
    for item in pack.items():
        for choice in item.content.choices if isinstance(item.content, Question) else ():
            if found := _OTHERS.search(choice.text or ""):
                yield PackProblem(item.file, item.line, 1, "", f"choice {choice.id} says {found.group()!r}")
