"""A regrade in processes of their own, killed between writing and committing, ends as if nobody had been killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.db.models import F, Sum

from quizapp.accounts.models import User
from quizapp.catalog.models import ItemRevision, Mode
from quizapp.regrade import job
from quizapp.regrade.models import Change, Regrade
from quizapp.regrade.planning import plan_for_learners
from quizapp.sittings.models import Problem, Sitting
from tests.regrade.recomputed import recompute, what_stands
from tests.regrade.test_crowd import NEW, correct, crowd

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parent.parent.parent
STEP = 10
HELD = """\
import itertools, sys, time
import django
django.setup()
from django.utils import timezone
from quizapp.regrade import applying, job
keep, steps = applying.keep, itertools.count(1)
def held(*arguments):
    keep(*arguments)
    if next(steps) == 3:
        print("written", flush=True)
        time.sleep(600)
applying.keep = held
job.finish(int(sys.argv[1]), timezone.now, most=int(sys.argv[2]))
"""
"""The job as it is, but that it stops in its third step that changes anything, where everything is written and nothing
of it committed."""


def environment() -> dict[str, str]:
    """Of a process that shares the database of this test."""
    to = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{quote(str(to['NAME']))}"
    else:
        password = f":{quote(to['PASSWORD'], safe='')}" if to["PASSWORD"] else ""
        address = f"postgres://{quote(to['USER'], safe='')}{password}@{to['HOST']}:{to['PORT'] or 5432}/{to['NAME']}"
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "quizapp.settings",
        "DEBUG": "1",
        "PYTHONWARNINGS": "ignore",
    }


def kill_in_the_middle(regrade: Regrade) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HELD, str(regrade.pk), str(STEP)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "written\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


def finish_as_an_operator_does() -> str:
    return subprocess.run(
        [sys.executable, "manage.py", "regrade"],
        cwd=ROOT,
        env=environment(),
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def assert_whole_up_to_what_was_reached(regrade: Regrade) -> None:
    """Whoever was reached is judged by the new key and recorded, nobody twice; and no sitting was written in part."""
    reached = Problem.objects.filter(revision=regrade.revision, pk__lte=regrade.reached)
    learners = set(reached.values_list("sitting__learner", flat=True))
    assert not plan_for_learners(job.ruling_of(regrade), learners).judged
    assert Change.objects.count() == Change.objects.values("problem").distinct().count()
    assert set(Change.objects.values_list("learner", flat=True)) <= learners
    closed = Sitting.objects.filter(closed_at__isnull=False).annotate(added=Sum("problems__points"))
    assert not closed.exclude(points=F("added")).exists()


def test_nothing_is_lost_and_nothing_done_twice(challenge: Mode, revision: ItemRevision, reviewer: User) -> None:
    crowd(challenge, revision, copies=1)
    regrade = correct(revision, NEW, reviewer, strict=True)

    kept = []
    for _ in range(2):
        kill_in_the_middle(regrade)
        regrade.refresh_from_db()
        kept.append((regrade.reached, Change.objects.count()))
        assert regrade.state == Regrade.State.APPLYING
        assert_whole_up_to_what_was_reached(regrade)
    assert 0 < kept[0][0] < kept[1][0]
    assert 0 < kept[0][1] < kept[1][1]

    assert "changes recorded" in finish_as_an_operator_does()

    regrade.refresh_from_db()
    assert regrade.state == Regrade.State.DONE
    assert_whole_up_to_what_was_reached(regrade)
    stands = what_stands()
    recompute()
    assert what_stands() == stands
    assert finish_as_an_operator_does() == "nothing to apply\n"
