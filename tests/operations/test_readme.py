from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from quizapp.catalog.loading import read_pack

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text()

PACK = """
slug: samples
title: Samples
domain: Machine learning
summary: Samples of questions.
licence: CC0
"""
PATTERN = """
slug: sample
title: Sample
level: beginner
summary: A sample.
modes:
  - {mode: practice, minutes: 1, items: [my-question]}
"""


def test_the_example_of_a_question_is_a_valid_one(tmp_path: Path) -> None:
    found = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert found
    questions = tmp_path / "sample" / "questions"
    questions.mkdir(parents=True)
    (tmp_path / "pack.yaml").write_text(PACK)
    (tmp_path / "sample" / "pattern.yaml").write_text(PATTERN)
    (questions / "my-question.yaml").write_text(textwrap.dedent(found.group(1)))
    assert [item.slug for item in read_pack(tmp_path).items()] == ["my-question"]


@pytest.mark.parametrize("folder", re.findall(r"^\| `([a-z/]+)`", README.partition("## The folders")[2], re.MULTILINE))
def test_every_folder_of_the_map_exists(folder: str) -> None:
    assert (ROOT / folder).is_dir()


def test_every_setting_it_names_is_read() -> None:
    settings = (ROOT / "quizapp" / "settings.py").read_text() + (ROOT / "runner" / "config.py").read_text()
    table = README.partition("## Settings")[2].partition("## Two machines")[0]
    for row in table.splitlines():
        if row.startswith("| `"):
            for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1]):
                assert f'"{name}"' in settings, name
