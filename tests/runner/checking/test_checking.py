"""Entries of every shape against a real supervisor, and what is done with many of them or with odd ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from runner.banks import formats
from runner.banks.entry import Entry, Place, Question, Snippet, Unread
from runner.checking import checking
from runner.checking.checking import Runs, check
from runner.checking.finding import Finding, Spelling, Standing
from runner.errors import SupervisorUnavailable
from runner.execute import Unanswered
from runner.protocol import Fault
from tests.runner.banks.builders import write
from tests.runner.checking.builders import session

HERE = Place("a.py", 1)


def question(code: str, *choices: str, key: int = 0, stem: str = "What does this print?") -> Question:
    return Question(HERE, "q", stem, code, choices, key)


@pytest.fixture
def runs(supervisor: Any) -> Runs:
    return Runs(supervisor.socket, slots=2)


def one(entry: Entry, runs: Runs) -> Finding:
    (finding,) = check([entry], runs)
    return finding


@pytest.mark.processes
@pytest.mark.parametrize(
    ("code", "output", "standing", "spelling"),
    [
        ("print(1 + 1)", "2\n", "holds", "exact"),
        ("print(2 / 3)", "0.667", "holds", "rounded"),
        ("print('a')\n1 / 0", "a\nZeroDivisionError: division by zero\n", "holds", "exact"),
        ("print(1 + 1)", "3\n", "wrong", "exact"),
        ("print(1)\n1 / 0", "1\n", "wrong", "exact"),
        ("import random\nprint(random.random())", "0.5\n", "chance", "exact"),
        ("print({'a', 'b'})", "{'a', 'b'}\n", "chance", "exact"),
        ("import cobol", "1\n", "cannot-run", "exact"),
        ("import socket\nsocket.create_connection(('10.0.0.1', 80))", "1\n", "cannot-run", "exact"),
    ],
)
def test_a_program_is_held_against_all_it_is_said_to_print(
    runs: Runs, code: str, output: str, standing: str, spelling: str
) -> None:
    finding = one(Snippet(HERE, "s", code, output), runs)
    assert (finding.standing, finding.spelling) == (standing, spelling)


@pytest.mark.processes
@pytest.mark.parametrize(
    ("entry", "standing", "reason"),
    [
        (question("print(1 + 1)", "2", "11"), "holds", ""),
        (question("print(1 + 1)", "11", "2"), "wrong", "It prints what another choice says: 2"),
        (question("print(3)", "2", "11"), "wrong", "The output equals none of the choices."),
        (question("print(2 / 3)", "0.667", "0.5"), "holds", ""),
        (
            question("print(3)", "a list", "a tuple", stem="Which is it?"),
            "not-checked",
            "It prints none of the choices",
        ),
        (question("print([].pop())", "an error", "None"), "holds", ""),
        (question("import random\nprint(random.random())", "0", "1"), "chance", ""),
        (question("", "2", "11"), "not-checked", "There is no code that could bear it out."),
        (question("print(2)", "2", "2 "), "cannot-run", "are equal when compared by lines"),
        (question("print(2)", *map(str, range(20))), "cannot-run", "20 choices; from 2 to 16 are allowed"),
    ],
)
def test_a_question_is_held_against_its_marked_choice(runs: Runs, entry: Question, standing: str, reason: str) -> None:
    finding = one(entry, runs)
    assert finding.standing == standing
    assert reason in finding.reason


@pytest.mark.processes
def test_a_session_runs_in_the_jail_with_what_it_draws_noticed(runs: Runs) -> None:
    text = ">>> import random\n>>> random.random() < 2\nTrue\n>>> random.random()\n0.5\n>>> {'b', 'a'}\n{'a', 'b'}\n"
    found = list(check([session(text)], runs))
    assert [finding.standing.value for finding in found] == ["holds", "chance", "chance"]
    assert "seed" in found[1].because
    assert found[0].environment is not None
    assert found[0].runs >= 5


@pytest.mark.processes
def test_what_is_too_long_to_run_is_told_for_each_of_its_keys(runs: Runs) -> None:
    found = list(check([session(f">>> x = '{'a' * 70_000}'\n>>> 1\n1\n>>> 2\n2\n")], runs))
    assert [(finding.standing.value, finding.place.line) for finding in found] == [("cannot-run", 2), ("cannot-run", 4)]
    assert "source is longer than 65536 bytes" in found[0].reason


@pytest.mark.processes
def test_an_unknown_runtime_is_a_reason(runs: Runs) -> None:
    finding = one(Snippet(HERE, "s", "import keras", "1"), Runs(runs.supervisor, 1, runtime="cobol"))
    assert finding.reason == "Its runtime is not installed."


def test_what_cannot_be_read_is_a_finding_too() -> None:
    finding = one(Unread(HERE, "binary: it holds a NUL byte"), Runs(Path("/nowhere"), 1))
    assert (finding.standing, finding.reason) == (
        Standing.CANNOT_RUN,
        "It cannot be read: binary: it holds a NUL byte",
    )


def test_a_supervisor_that_is_gone_ends_the_whole(tmp_path: Path) -> None:
    with pytest.raises(SupervisorUnavailable):
        list(check([Snippet(HERE, "s", "1", "1")], Runs(tmp_path / "none.sock", 2)))


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[Entry]:
    """Entries that were checked, each with a finding that needed no run."""
    seen: list[Entry] = []

    def checked(entry: Entry, _: Runs) -> tuple[Finding, ...]:
        seen.append(entry)
        return (Finding(entry.place, "x", Standing.HOLDS, spelling=Spelling.EXACT),)

    monkeypatch.setattr(checking, "_checked", checked)
    return seen


def test_a_hundred_thousand_entries_are_read_as_they_are_needed_and_answered_in_order(answered: list[Entry]) -> None:
    read = 0

    def entries() -> Iterator[Entry]:
        nonlocal read
        for number in range(100_000):
            read += 1
            yield Snippet(Place("a.py", number + 1), "s", "1", "1")

    findings = check(entries(), Runs(Path("/nowhere"), 2))
    assert [finding.place.line for finding in islice(findings, 100)] == list(range(1, 101))
    assert read <= 100 + 2 * checking.AHEAD
    assert [finding.place.line for finding in findings] == list(range(101, 100_001))
    assert len(answered) == 100_000


def test_a_csv_of_a_hundred_thousand_snippets_streams(tmp_path: Path, answered: list[Entry]) -> None:
    mapping = '[bank]\nfiles = "*.csv"\n[fields]\nid = "id"\ncode = "code"\noutput = "out"\n'
    rows = "".join(f"{number},print({number}),{number}\n" for number in range(100_000))
    write(tmp_path, bank_toml=mapping, a_csv=f"id,code,out\n{rows}")
    findings = check(formats.read(tmp_path), Runs(Path("/nowhere"), 2))
    assert next(findings).place.line == 2
    assert len(answered) <= 2 * checking.AHEAD
    assert sum(1 for _ in findings) == 99_999


def test_a_failure_of_ours_is_tried_again_and_then_told_as_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def failing(*_: object) -> None:
        tries.append(1)
        raise Unanswered(Fault(kind="ZygoteFault", message="a zygote died", retryable=True))

    monkeypatch.setattr(checking, "observe", failing)
    monkeypatch.setattr(checking, "Client", lambda _: _NoClient())
    finding = one(Snippet(HERE, "s", "1", "1"), Runs(Path("/nowhere"), 1))
    assert (finding.standing, finding.reason) == (Standing.CANNOT_RUN, "The runner failed: a zygote died")
    assert len(tries) == checking.TRIES


class _NoClient:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


@pytest.mark.processes
def test_every_format_of_one_folder_is_checked_together(runs: Runs, tmp_path: Path) -> None:
    write(
        tmp_path,
        bank_toml='[bank]\nfiles = "*.json"\n[fields]\nid = "i"\ncode = "c"\noutput = "o"\n',
        a_json=json.dumps([{"i": 1, "c": "print(1)", "o": "1"}, {"i": 2, "c": "print(1)", "o": "2"}]),
        b_py='"""\n>>> 1\n1\n"""\n',
        c_py="print(3)\n",
        c_out="3\n",
        d_md=">>> 4\n4\n\n## What does it print?\n```python\nprint(5)\n```\n- [x] 5\n- [ ] 6\n",
    )
    found = [(str(each.place), each.standing.value) for each in check(formats.read(tmp_path), runs)]
    assert found == [
        ("a.json", "holds"),
        ("a.json", "wrong"),
        ("b.py:2", "holds"),
        ("c.py", "holds"),
        ("d.md:1", "holds"),
        ("d.md:4", "holds"),
    ]
