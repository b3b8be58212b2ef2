"""The web host's side of the fault tests, as a process of its own: one JSON command a line, one JSON answer each."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (Django has to be set up first)
from django.utils import timezone  # noqa: E402

from quizapp.celery import app  # noqa: E402
from quizapp.evidence.models import Evidence  # noqa: E402
from quizapp.runs.dispatch import send_to_broker  # noqa: E402
from quizapp.runs.hosts import hosts_ready  # noqa: E402
from quizapp.runs.leases import LeaseTerms  # noqa: E402
from quizapp.runs.models import Program, Run  # noqa: E402
from quizapp.runs.requesting import request_run  # noqa: E402
from quizapp.runs.sweeper import sweep  # noqa: E402
from runner.protocol import RECORD_REPORT_TASK, REPORTS_QUEUE, ChoiceText, Expectation, Limits  # noqa: E402
from runner.protocol import Program as ProgramMessage  # noqa: E402

TERMS = LeaseTerms(
    queue_time=timedelta(seconds=3),
    overhead=timedelta(seconds=1),
    longest_backoff=timedelta(seconds=2),
    max_attempts=20,
)
LIMITS = Limits(wall_s=2.0, cpu_s=2)
EXPECTATION = Expectation(choices=(ChoiceText(id="two", text="2"), ChoiceText(id="eleven", text="11")), key="two")


def migrate() -> bool:
    call_command("migrate", verbosity=0)
    return True


def ready() -> int:
    return hosts_ready(timezone.now()).count()


def request(sources: list[str]) -> list[str]:
    programs = [Program.of(ProgramMessage(source=source, runtime="python")) for source in sources]
    now = timezone.now()
    return [
        str(request_run(program, EXPECTATION, Run.Priority.PROVE, now, repeats=3, limits=LIMITS).pk)
        for program in programs
    ]


def tick() -> int:
    return sweep(timezone.now(), terms=TERMS).sent


def states(runs: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "state": run.state,
            "attempt": run.attempt,
            "surplus": run.surplus_reports,
            "last_fault": run.last_fault,
            "verdicts": list(Evidence.objects.filter(run=run).values_list("verdict", flat=True)),
        }
        for run in Run.objects.filter(pk__in=runs).order_by("created_at", "pk")
    ]


def double_requests(runs: list[str]) -> int:
    """Send once more what is out already, as a broker does that delivers twice."""
    doubled = list(Run.objects.filter(pk__in=runs, state=Run.State.SENT).select_related("program"))
    for run in doubled:
        send_to_broker(run.queue, run.request(run.attempt))
    return len(doubled)


def double_reports(runs: list[str]) -> int:
    reports = list(Run.objects.filter(pk__in=runs, report__isnull=False).values_list("report", flat=True))
    for report in reports:
        app.send_task(RECORD_REPORT_TASK, args=[report], queue=REPORTS_QUEUE)
    return len(reports)


def lose(queue: str) -> int:
    """Throw away every message in ``queue``."""
    with app.connection_or_acquire() as connection:
        lost: int = connection.default_channel.queue_purge(queue)
    return lost


COMMANDS = {
    each.__name__: each for each in (migrate, ready, request, tick, states, double_requests, double_reports, lose)
}

for line in sys.stdin:
    name, *arguments = json.loads(line)
    print(json.dumps(COMMANDS[name](*arguments)), flush=True)  # noqa: T201  (stdout is how it answers)
