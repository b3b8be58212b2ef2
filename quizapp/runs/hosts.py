"""Runner hosts as their heartbeats describe them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from quizapp.runs.models import RunnerHost
from quizapp.runs.signals import host_announced
from quizapp.runs.storable import storable
from runner.message import digest_of
from runner.protocol import Heartbeat, queue_for

logger = logging.getLogger(__name__)

HEARTBEATS_MISSED: Final = 3
"""So many intervals without news, and a host counts as gone."""
LONGEST_INTERVAL_S: Final = 60.0
"""A host that promises less is expected this often all the same, or it could seem alive for hours."""
MOST_HOSTS: Final = 500
FORGOTTEN_AFTER: Final = timedelta(days=7)


def hosts_alive(now: datetime) -> QuerySet[RunnerHost]:
    """The hosts that were heard of lately."""
    return RunnerHost.objects.filter(next_heartbeat_due__gt=now)


def hosts_ready(now: datetime) -> QuerySet[RunnerHost]:
    """The hosts that take work: alive, and their sandbox passed its self-test."""
    return hosts_alive(now).filter(selftest_passed=True)


def record_heartbeat(heartbeat: Heartbeat, now: datetime) -> RunnerHost | None:
    """Note what a host says of itself; None for one that contradicts itself or is one too many.

    Upper apps are told when a host that takes work is new, has come back, or announces something else than before.
    """
    if refusal := _refusal(heartbeat):
        logger.warning("heartbeat dropped: %s", refusal)
        return None
    name = storable(heartbeat.host)
    with transaction.atomic():
        before = RunnerHost.objects.select_for_update().filter(name=name, queue=heartbeat.queue).first()
        if before is None and RunnerHost.objects.count() >= MOST_HOSTS:
            logger.warning("heartbeat dropped: %d runner hosts are known already", MOST_HOSTS)
            return None
        host, _ = RunnerHost.objects.update_or_create(
            name=name,
            queue=heartbeat.queue,
            defaults={
                "slots": heartbeat.slots,
                "environments": [storable(environment.to_dict()) for environment in heartbeat.environments],
                "selftest_passed": heartbeat.selftest_passed,
                "selftest_detail": storable(heartbeat.selftest_detail),
                "heartbeat_at": now,
                "next_heartbeat_due": now
                + HEARTBEATS_MISSED * timedelta(seconds=min(heartbeat.interval_s, LONGEST_INTERVAL_S)),
            },
        )
        if host.selftest_passed and _is_news(before, host, now):
            host_announced.send(
                sender=RunnerHost,
                host=host,
                environments=host.announced(),
                before=frozenset(digest_of(raw) for raw in before.environments) if before else frozenset(),
                now=now,
            )
    return host


def forget_hosts(now: datetime) -> int:
    """Drop the rows of hosts not heard of for a week; container hosts get a new name at every start."""
    dropped, _ = RunnerHost.objects.filter(heartbeat_at__lt=now - FORGOTTEN_AFTER).delete()
    return dropped


def _refusal(heartbeat: Heartbeat) -> str:
    if heartbeat.queue not in {queue_for("cpu"), queue_for("cuda")}:
        return f"{heartbeat.host!r} serves unknown queue {heartbeat.queue!r}"
    if any(queue_for(environment.device) != heartbeat.queue for environment in heartbeat.environments):
        return f"{heartbeat.host!r} announces a device that {heartbeat.queue} does not serve"
    return ""


def _is_news(before: RunnerHost | None, host: RunnerHost, now: datetime) -> bool:
    return (
        before is None
        or not before.selftest_passed
        or before.next_heartbeat_due <= now
        or before.environments != host.environments
    )
