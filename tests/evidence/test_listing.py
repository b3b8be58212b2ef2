from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from quizapp.evidence.listing import evidence_in_use
from runner.protocol import PROVER
from tests.evidence.builders import draft, judged, prose, question
from tests.runs.builders import environment, host_is_up

pytestmark = pytest.mark.django_db

RAISES = {"id": "type-error", "text": "TypeError", "rationale": "A number and a text do not add."}
PRINTS = {"id": "joined", "text": "11", "rationale": "Nothing turns the number into a text."}


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("evidence", *arguments, stdout=out)
    return out.getvalue()


def test_each_executed_revision_in_use_has_one_json_line() -> None:
    host_is_up()
    judged(draft("b-proven", when_proven=True))
    draft("a-waiting", question("print(2)"), when_proven=True)
    draft("only-a-draft", question("print(3)"))
    draft("prose", prose(), when_proven=True)
    first, second = (json.loads(line) for line in printed("--json").splitlines())
    assert (first["slug"], first["verdict"], first["runs"], first["published"]) == ("a-waiting", "none", 0, False)
    assert first["reason"] == "not proven yet in python on cpu: python 3.11.2"
    assert second["slug"] == "b-proven"
    assert second["revision"] == 1
    assert (second["verdict"], second["output"], second["matched"]) == ("proven", "2\n", "two")
    assert (second["versions"], second["device"], second["runs"]) == ({"python": "3.11.2"}, "cpu", 5)
    assert (second["environment"], second["prover"]) == (environment().digest, PROVER)
    assert (second["published"], second["basis"]) == (True, "proven")


def test_the_table_fits_its_columns() -> None:
    host_is_up()
    judged(draft("proven", when_proven=True))
    heading, line = printed().splitlines()
    assert heading.split() == ["question", "rev", "verdict", "output", "runs", "where", "published"]
    assert line.split() == ["proven", "1", "proven", "2", "5", "python", "cpu", "proven"]
    assert heading.index("verdict") == line.index("proven", 7)


def test_where_nothing_is_printed_the_table_names_the_choice() -> None:
    host_is_up()
    raising = question("print(1 + '1')", choices=[RAISES, PRINTS], key="type-error")
    raised = {"outcome": "raised", "exception": {"type": "TypeError", "message": "no", "line": 1}}
    verdict = {"verdict": "proven", "output": "", "matched": "type-error", "runs": 5}
    judged(draft("raises", raising, when_proven=True), executions=[raised] * 5, verification=verdict)
    assert printed().splitlines()[1].split()[:4] == ["raises", "1", "proven", "(type-error)"]


def test_an_empty_catalogue_says_so() -> None:
    assert printed() == "No executed question is in use.\n"
    assert printed("--json") == ""


def test_the_list_costs_the_same_queries_however_long(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    host_is_up()
    for number in range(12):
        judged(draft(f"item-{number}", question(f"print(1 + 1)  # {number}"), when_proven=True))
    with django_assert_num_queries(4):
        assert len(evidence_in_use()) == 12
