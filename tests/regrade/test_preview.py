"""The dry run says what the job then does, and writes nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizapp.accounts.models import Learner, User
from quizapp.catalog.models import ItemRevision, Mode
from quizapp.regrade import correcting, job
from quizapp.regrade.models import Change
from quizapp.regrade.planning import Ruling
from quizapp.regrade.preview import COLUMNS, csv_lines, dry_run
from quizapp.sittings import answering
from tests.factories import people
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, give, take

NEW = WRONG[0]
LATER = NOW + timedelta(days=2)


@pytest.fixture
def played(ben: Learner, cleo: Learner, challenge: Mode) -> Mode:
    """Ben was right by the old key, Cleo by the new one, Dora by neither; Emil still plays."""
    for number, (learner, choice) in enumerate([(ben, RIGHT), (cleo, NEW), (people.member("Dora"), WRONG[1])]):
        start = NOW + timedelta(hours=number)
        sitting = begin(learner, challenge, start)
        answering.open_problem(sitting, 1, start)
        give(sitting, 1, choice, start + timedelta(seconds=9))
        answering.give_up(sitting, 1, start + timedelta(seconds=12))
        take(sitting, {2: RIGHT}, start=start + timedelta(seconds=15))
    begin(people.member("Emil"), challenge)
    return challenge


def ruling(revision: ItemRevision, *, strict: bool = False) -> Ruling:
    return Ruling(revision=revision, key=NEW, strict=strict)


@pytest.mark.usefixtures("played")
def test_its_sums(revision: ItemRevision) -> None:
    found = dry_run(ruling(revision))
    assert (found.problems, found.whole, found.open_sittings) == (4, True, 1)
    assert (found.learners, found.up, found.kept, found.down) == (2, 1, 1, 0)
    assert (found.badges_given, found.badges_taken, found.standings, found.schedules) == (1, 0, 1, 1)


@pytest.mark.usefixtures("played")
def test_a_strict_one_lists_the_badges_it_would_take(revision: ItemRevision) -> None:
    found = dry_run(ruling(revision, strict=True))
    assert (found.up, found.kept, found.down, found.badges_taken) == (1, 0, 1, 1)
    assert [row.badge_name for row in found.rows if row.badge == Change.Badge.TAKEN] == ["Adder"]


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize("strict", [False, True])
def test_the_job_does_what_it_said(revision: ItemRevision, reviewer: User, strict: bool) -> None:
    said = list(csv.reader(csv_lines(ruling(revision, strict=strict))))
    regrade = correcting.ask(revision, NEW, strict=strict, reason="Why.", by=reviewer, now=LATER)
    job.finish(regrade.pk, lambda: LATER)
    done = {
        (change.learner.public_name, change.result, str(change.points_after), str(change.total_after), change.badge)
        for change in Change.objects.select_related("learner")
    }
    assert tuple(said[0]) == COLUMNS
    assert {(row[0], row[3], row[7], row[9], row[12]) for row in said[1:]} == done


@pytest.mark.usefixtures("played")
def test_it_writes_nothing(revision: ItemRevision) -> None:
    with CaptureQueriesContext(connection) as asked:
        dry_run(ruling(revision))
        list(csv_lines(ruling(revision)))
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}


@pytest.mark.usefixtures("played")
def test_a_page_looks_at_no_more_than_it_may(revision: ItemRevision) -> None:
    found = dry_run(ruling(revision), at_most=3)
    assert (found.problems, found.whole) == (3, False)


@pytest.mark.usefixtures("played")
def test_the_command_prints_it(revision: ItemRevision, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("regrade", dry_run=revision.item.slug, key=NEW)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["learner"], row["result"]) for row in rows] == [("Ben", "kept"), ("Cleo", "up")]


def test_the_command_says_what_it_does_not_know(revision: ItemRevision) -> None:
    with pytest.raises(CommandError, match="no such revision"):
        call_command("regrade", dry_run="nothing")
    with pytest.raises(CommandError, match="none of the choices"):
        call_command("regrade", dry_run=revision.item.slug, key="nine")
    with pytest.raises(CommandError, match="on the page of its revision"):
        call_command("regrade", key=NEW)


@pytest.mark.usefixtures("played")
def test_the_command_finishes_what_is_in_force(
    revision: ItemRevision, reviewer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    correcting.ask(revision, NEW, strict=False, reason="Why.", by=reviewer, now=LATER)
    call_command("regrade")
    call_command("regrade")
    assert capsys.readouterr().out.splitlines() == [
        f"{revision}: {NEW}: 4 problems looked at, 2 changes recorded",
        "nothing to apply",
    ]
