from __future__ import annotations

import html
import re

import pytest

from quizapp.web.highlighting import label_of, lines_of

PROGRAMS = (
    "print(1)",
    "import torch\n\n\nx = 1",
    '"""a string\nover lines\n"""\nprint("<&>")',
    "x = 'unclosed\n  y = 2",
    "\tif True:\n\t\tpass",
    "# ünïcode — ∑",
)


@pytest.mark.parametrize("source", PROGRAMS)
@pytest.mark.parametrize("language", ["python", "pytorch", "no-such-language"])
def test_what_is_shown_and_copied_is_the_source(source: str, language: str) -> None:
    shown = html.unescape(re.sub(r"<[^>]*>", "", lines_of(source, language)))

    assert shown == source


@pytest.mark.parametrize("source", PROGRAMS)
def test_every_line_stands_alone(source: str) -> None:
    for line in lines_of(source, "python").split("\n"):
        assert line.count("<span") == line.count("</span>")
        assert line.startswith('<span class="line">')


def test_runtimes_and_languages_have_names_people_use() -> None:
    assert label_of("pytorch") == "PyTorch"
    assert label_of("python") == "Python"
    assert label_of("some-runtime") == "Some Runtime"
