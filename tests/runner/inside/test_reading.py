"""What a source says of chance before it is run."""

from __future__ import annotations

import pytest

from runner.inside.reading import hints


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("print({'a', 'b'})", {"sets"}),
        ("exec(\"print({'a', 'b'})\")", {"sets"}),
        ("f(lambda: compile('\\n' * 3 + \"print({'a', 'b'})\", 'x', 'single'))", {"sets"}),
        ("exec(\"s = {'a', 'b'}\")\nexec('print(s)')", {"sets"}),
        ("eval('RandomState()')", {"unseeded", "contents"}),
        ("exec('print(')\nexec(\"print({'a', 'b'})\")", {"sets"}),
        ("text = \"print({'a', 'b'})\"", set()),
        ("exec('print(1)')", set()),
        ("exec(", set()),
    ],
)
def test_code_that_a_source_holds_as_text_is_read_too(source: str, found: set[str]) -> None:
    assert hints(source) == found
