"""A text that is still to be written keeps its question from being published."""

from __future__ import annotations

from collections.abc import Iterator

from quizapp.catalog.errors import PackProblem
from quizapp.catalog.missing import missing_parts
from quizapp.catalog.pack_contents import PackContents


def findings(pack: PackContents) -> Iterator[PackProblem]:
    for item in pack.items():
        if parts := missing_parts(item.content.model_dump(mode="json")):
            yield PackProblem(item.file, item.line, 1, "", f"still to be written: {', '.join(parts)}")
