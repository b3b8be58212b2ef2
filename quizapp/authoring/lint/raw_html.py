"""Markdown holds no raw HTML, because pages show it as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from quizapp.catalog.errors import PackProblem
from quizapp.catalog.pack_contents import PackContents

_CODE: Final = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_NOT_PROSE: Final = frozenset({"source", "code", "id", "key"})


def findings(pack: PackContents) -> Iterator[PackProblem]:
    for item in pack.items():
        for text in _prose(item.content.model_dump(mode="json")):
            if found := _TAG.search(_CODE.sub("", text)):
                yield PackProblem(item.file, item.line, 1, "", f"{item.slug} holds the raw HTML {found.group()!r}")


def _prose(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NOT_PROSE:
                yield from _prose(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _prose(inner)
