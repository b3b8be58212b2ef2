"""A circle among names is found, and its way told."""

from __future__ import annotations

import pytest

from quizapp.catalog.ordering import find_circle


@pytest.mark.parametrize(
    ("after", "circle"),
    [
        ({}, []),
        ({"a": "b", "b": "c"}, []),
        ({"a": "bc", "b": "d", "c": "d"}, []),
        ({"a": "a"}, ["a", "a"]),
        ({"a": "b", "b": "a"}, ["a", "b", "a"]),
        ({"a": "xb", "b": "yc", "c": "a"}, ["a", "b", "c", "a"]),
        ({"a": "b", "b": "c", "c": "b"}, []),
    ],
)
def test_a_circle_is_told_by_who_stands_on_it(after: dict[str, str], circle: list[str]) -> None:
    assert find_circle("a", lambda name: after.get(name, "")) == circle
