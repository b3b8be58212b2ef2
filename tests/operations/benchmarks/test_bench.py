"""The bench measures on a database of its own, and leaves nothing behind."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from quizapp.operations.benchmarks.figures import Figure, groups, table


def test_every_group_is_found_and_no_tool_is_one() -> None:
    assert "regrade" in groups()
    assert not {"figures", "crowd", "database", "visiting"} & set(groups())


def test_a_group_that_is_not_there_is_refused_before_anything_is_measured() -> None:
    with pytest.raises(CommandError, match="no group 'nothing'"):
        call_command("bench", "nothing")


def test_a_figure_says_whether_its_aim_is_met() -> None:
    lines = table([Figure("one", 1, "s", "under 2 s", True), Figure("two", 3, "s", "under 2 s", False)]).splitlines()
    assert lines[0].endswith("under 2 s  met")
    assert lines[1].endswith("under 2 s  MISSED")
