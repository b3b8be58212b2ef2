from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.evidence.unified_diff import DiffLine, applied, lines_of
from tests.factories.explanations import diff

BEFORE = "a = 1\nb = 2\nprint(a + b)\n"
AFTER = "a = 1\nb = 3\nprint(a + b)\n"

PROGRAMS = st.lists(st.sampled_from(["a = 1", "b = 2", "", "  pass", "print(a)", "-- x", "++ y"]), min_size=1).map(
    lambda lines: "\n".join(lines) + "\n"
)


def test_a_diff_makes_the_mutant_of_the_program() -> None:
    assert applied(BEFORE, diff(BEFORE, AFTER)) == AFTER


@given(before=PROGRAMS, after=PROGRAMS)
def test_whatever_was_changed_comes_out_again(before: str, after: str) -> None:
    made = diff(before, after)
    assert applied(before, made) == (after if before != after else None)


def test_its_lines_say_where_they_stand() -> None:
    assert lines_of(diff(BEFORE, AFTER))[1:3] == (DiffLine("gone", "b = 2", 2, None), DiffLine("new", "b = 3", None, 2))


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "\n",
        "b = 3",
        "@@ -1,3 +1,3 @@",
        "@@ -1,3 +1,3 @@\n a = 1\n-b = 9\n+b = 3\n print(a + b)\n",
        "@@ -2,3 +2,3 @@\n a = 1\n-b = 2\n+b = 3\n print(a + b)\n",
        "@@ -1,1 +1,1 @@\n-a = 1\n+a = 2\n@@ -1,1 +1,1 @@\n-a = 1\n+a = 3\n",
        "@@ -1,2 +1,2 @@\n a = 1\n?b = 2\n",
        "@@ -900000,1 +900000,1 @@\n-a\n+b\n",
        "@@ -1,999999 +1,999999 @@\n a = 1\n",
        diff(BEFORE, AFTER) + "and more",
    ],
)
def test_what_is_no_diff_of_the_program_makes_nothing(wrong: str) -> None:
    assert applied(BEFORE, wrong) is None
