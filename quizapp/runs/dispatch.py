"""Sends waiting runs to the runners; nothing else sends one.

Per queue at most twice the announced slots are out, and likewise for each environment that runs are bound to: enough
that no slot idles, few enough that an author's run never stands behind a whole re-verification. A row is claimed by one
conditional update before its message goes out, so a crash in between costs a lease, never a second run of the same
attempt.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from celery import Celery
from django.db import transaction
from django.db.models import F
from kombu.exceptions import KombuError

from quizapp.celery import app
from quizapp.runs.attempts import give_up
from quizapp.runs.errors import BrokerUnavailable
from quizapp.runs.hosts import hosts_ready
from quizapp.runs.leases import TERMS, LeaseTerms
from quizapp.runs.models import Run, RunnerHost
from runner.errors import ConfigurationError, MessageInvalid
from runner.message import digest_of
from runner.protocol import EXECUTE_TASK, RunRequest, queue_in

logger = logging.getLogger(__name__)

OUTSTANDING_PER_SLOT: Final = 2
MOST_AT_ONCE: Final = 200
"""Bounds one transaction however many slots are announced."""

Send = Callable[[str, RunRequest], None]
"""Hands a request to a queue; raises ``BrokerUnavailable``."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is marked as sent, and the message that makes it true."""

    run: Run
    request: RunRequest

    @property
    def queue(self) -> str:
        """Where its message goes: a run that is bound to an environment to those who announce that one."""
        return queue_in(self.run.queue, self.run.environment) if self.run.environment else self.run.queue


def send_to_broker(queue: str, request: RunRequest, app: Celery = app) -> None:
    """Hand ``request`` to the broker of this installation; raises ``BrokerUnavailable``."""
    with app.connection_or_acquire() as connection:
        try:
            app.send_task(
                EXECUTE_TASK,
                args=[request.to_dict()],
                queue=queue,
                connection=connection,
                retry=False,
                ignore_result=True,
            )
        except (
            KombuError,
            OSError,
            ConfigurationError,
            *connection.connection_errors,
            *connection.channel_errors,
        ) as error:
            raise BrokerUnavailable(f"the broker took no message: {error}") from error


def dispatch(now: datetime, send: Send = send_to_broker, terms: LeaseTerms = TERMS) -> int:
    """Send what is due and fits; returns how many were sent."""
    queues = set(hosts_ready(now).values_list("queue", flat=True))
    return sum(_dispatch_to(queue, now, send, terms) for queue in sorted(queues))


def _dispatch_to(queue: str, now: datetime, send: Send, terms: LeaseTerms) -> int:
    claimed = _claim(queue, now, terms)
    for sent, each in enumerate(claimed):
        try:
            send(each.queue, each.request)
        except BrokerUnavailable as error:
            logger.warning("%s; %d runs wait for %s", error, len(claimed) - sent, queue)
            _take_back(claimed[sent:], now, terms)
            return sent
    return len(claimed)


def _claim(queue: str, now: datetime, terms: LeaseTerms) -> list[Claimed]:
    with transaction.atomic():
        # The lock on the hosts makes two dispatchers count one after the other.
        hosts = list(hosts_ready(now).filter(queue=queue).order_by("pk").select_for_update())
        out = Run.objects.filter(queue=queue, state=Run.State.SENT).count()
        room = min(OUTSTANDING_PER_SLOT * sum(host.slots for host in hosts) - out, MOST_AT_ONCE)
        if room <= 0:
            return []
        claims = [_claim_one(run, now, terms) for run in _next(queue, hosts, room, now)]
        return [claim for claim in claims if claim]


def _next(queue: str, hosts: Sequence[RunnerHost], room: int, now: datetime) -> list[Run]:
    """What goes out next: of what any host may run, and of what is bound to an environment that one announces."""
    runtimes = {environment["runtime"] for host in hosts for environment in host.environments}
    due = (
        Run.objects.filter(queue=queue, state=Run.State.WAITING, due_at__lte=now, program__runtime__in=runtimes)
        .select_related("program")
        .order_by("priority", "created_at", "pk")
    )
    found = list(due.filter(environment="")[:room])
    slots = _slots_by_environment(hosts)
    bound = set(due.exclude(environment="").order_by().values_list("environment", flat=True).distinct())
    for digest in sorted(bound & set(slots)):
        out = Run.objects.filter(queue=queue, state=Run.State.SENT, environment=digest).count()
        found += due.filter(environment=digest)[: max(OUTSTANDING_PER_SLOT * slots[digest] - out, 0)]
    return sorted(found, key=lambda run: (run.priority, run.created_at, str(run.pk)))[:room]


def _slots_by_environment(hosts: Sequence[RunnerHost]) -> Counter[str]:
    slots: Counter[str] = Counter()
    for host in hosts:
        for raw in host.environments:
            slots[digest_of(raw)] += host.slots
    return slots


def _claim_one(run: Run, now: datetime, terms: LeaseTerms) -> Claimed | None:
    try:
        request = run.request(attempt=run.attempt + 1)
    except MessageInvalid as error:
        logger.error("%s cannot be sent: %s", run, error)
        give_up(run, f"cannot be sent: {error}", now)
        return None
    claimed = Run.objects.filter(pk=run.pk, state=Run.State.WAITING, attempt=run.attempt).update(
        state=Run.State.SENT, attempt=request.attempt, sent_at=now, lease_expires_at=terms.expiry(request, now)
    )
    return Claimed(run, request) if claimed else None


def _take_back(unsent: list[Claimed], now: datetime, terms: LeaseTerms) -> None:
    """Let runs wait again whose messages did not go out; that attempt never was."""
    for each in unsent:
        Run.objects.filter(pk=each.run.pk, state=Run.State.SENT, attempt=each.request.attempt).update(
            state=Run.State.WAITING,
            attempt=F("attempt") - 1,
            sent_at=None,
            lease_expires_at=None,
            due_at=now + terms.broker_pause,
        )
