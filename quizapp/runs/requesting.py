"""Asks for a run: a row, which the dispatcher sends when there is room."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from quizapp.runs.models import Program, Run
from runner.protocol import Expectation, Limits, queue_for


def request_run(
    program: Program,
    expectation: Expectation | None,
    priority: Run.Priority,
    now: datetime,
    *,
    explain: bool = False,
    repeats: int = 5,
    limits: Limits | None = None,
    environment: str = "",
) -> Run:
    """The one run in flight for ``program`` and ``expectation``, made if there is none, moved forward if need be.

    One that explains is another one: it takes longer, and a proof does not wait for it. So is one with
    ``environment``, a digest, which has to run there.
    """
    digest = expectation.digest if expectation else ""
    while True:
        if run := _in_flight(program, digest, environment, explain=explain):
            return _hurried(run, priority)
        try:
            with transaction.atomic():
                return Run.objects.create(
                    program=program,
                    expectation=expectation.to_dict() if expectation else None,
                    expectation_digest=digest,
                    explain=explain,
                    queue=queue_for(program.message().device),
                    environment=environment,
                    priority=priority,
                    repeats=repeats,
                    limits=(limits or Limits()).to_dict(),
                    created_at=now,
                    due_at=now,
                )
        except IntegrityError:
            continue  # somebody else asked at this moment: theirs is in flight now


def _in_flight(program: Program, digest: str, environment: str, *, explain: bool) -> Run | None:
    of_it = Run.objects.filter(program=program, expectation_digest=digest, environment=environment, explain=explain)
    return of_it.filter(state__in=Run.IN_FLIGHT).first()


def _hurried(run: Run, priority: Run.Priority) -> Run:
    if priority < run.priority:
        Run.objects.filter(pk=run.pk, priority__gt=priority).update(priority=priority)
        run.priority = priority
    return run
