"""Programs that stand in the prose of shipped lessons and cards print what their comments say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import BaseModel

from quizapp.catalog.loading import read_pack
from runner.protocol import Execution, Outcome

pytestmark = pytest.mark.processes

PACKS: Final = Path(__file__).parents[2] / "quizapp" / "catalog" / "packs"
FENCED: Final = re.compile(r"```python\n(.*?)```", re.DOTALL)
SAID: Final = re.compile(r"^print\(.*\)\s+# (.*)$", re.MULTILINE)
TAKEN_AS_GIVEN: Final = "import torch\nfrom torch import nn\n"
"""What the prose around a program has already said."""


def _texts(content: Any) -> Iterator[str]:
    """Every text in a card or lesson, but not the programs of its pitfalls, which are claims of their own."""
    match content:
        case str():
            yield content
        case dict():
            for each in content.values():
                yield from _texts(each)
        case list():
            for each in content:
                yield from _texts(each)


def _programs() -> Iterator[tuple[str, str]]:
    for folder in sorted(path.parent for path in PACKS.glob("*/pack.yaml")):
        for item in read_pack(folder).items():
            assert isinstance(item.content, BaseModel)
            for number, source in enumerate(FENCED.findall("\n".join(_texts(item.content.model_dump(mode="json")))), 1):
                if SAID.search(source):
                    yield f"{item.slug}-{number}", source


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in _programs()])
def test_each_line_is_printed_as_its_comment_says(source: str, run: Callable[..., Execution]) -> None:
    execution = run(TAKEN_AS_GIVEN + source)

    assert execution.outcome is Outcome.FINISHED
    assert execution.stdout.splitlines() == [said.rstrip() for said in SAID.findall(source)]
