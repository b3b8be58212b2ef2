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
    """Note what a host says of itself; None for one that contradicts itself, is one too many, or shares a name.

    Upper apps are told when a host that takes work is new, has come back, or announces something else than before.
    """
    if refusal := _refusal(heartbeat):
        logger.warning("heartbeat dropped: %s", refusal)
        return None
    name = storable(heartbeat.host)
    with transaction.atomic():
        before = RunnerHost.objects.select_for_update().filter(name=name, queue=heartbeat.queue).first()
        if before is not None and _is_rival(before, heartbeat, now):
            _note_rival(before, now)
            return None
        if before is None and RunnerHost.objects.count() >= MOST_HOSTS:
            logger.warning("heartbeat dropped: %d runner hosts are known already", MOST_HOSTS)
            return None
        host, _ = RunnerHost.objects.update_or_create(
            name=name,
            queue=heartbeat.queue,
            defaults={
                "slots": heartbeat.slots,
                "environments": [storable(environment.to_dict()) for environment in heartbeat.environments],
                "instance": heartbeat.instance,
                "former_instance": _former(before, heartbeat),
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


def _former(before: RunnerHost | None, heartbeat: Heartbeat) -> str:
    if before is None:
        return ""
    return before.former_instance if before.instance == heartbeat.instance else before.instance


def _is_rival(host: RunnerHost, heartbeat: Heartbeat, now: datetime) -> bool:
    """Whether this is a second worker of the name: one that was replaced, as by a restart, and speaks on."""
    replaced = heartbeat.instance != "" and heartbeat.instance == host.former_instance
    return replaced and heartbeat.instance != host.instance and host.next_heartbeat_due > now


def _note_rival(host: RunnerHost, now: datetime) -> None:
    """Say once that two share a name; the one that started last is believed, and what the other runs still counts."""
    quiet_since = now - HEARTBEATS_MISSED * timedelta(seconds=LONGEST_INTERVAL_S)
    if host.rival_at is None or host.rival_at < quiet_since:
        logger.warning(
            "two runner workers call themselves %r on %s; the one that started last is heard: set RUNNER_NAME",
            host.name,
            host.queue,
        )
    RunnerHost.objects.filter(pk=host.pk).update(rival_at=now)


def _is_news(before: RunnerHost | None, host: RunnerHost, now: datetime) -> bool:
    return (
        before is None
        or not before.selftest_passed
        or before.next_heartbeat_due <= now
        or before.environments != host.environments
    )
