"""Which environments there are, and which of them count.

A revision must be proven in every environment that counts. Without an administrator's doing:

- the first environment announced for a runtime and device counts;
- when a host announces another one than before (an upgrade, a new prover), the new one counts if the old one did;
- an environment never announced before takes over where none that counts is announced by a live host any more, as
  after a container came back with another name and newer versions;
- in both cases those that counted and are announced by no live host stop counting.

An administrator's choice stands otherwise: an environment that was announced before begins to count again only by
the second rule, and a new one does not where somebody decided that none counts.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from quizapp.evidence.models import Environment
from quizapp.runs.hosts import hosts_ready
from runner.protocol import Environment as EnvironmentMessage


def environment_of(message: EnvironmentMessage, origin: Environment.Origin, now: datetime) -> Environment:
    """The row of ``message``, made if it is new; one that a runner of ours has is a runner's."""
    environment, _ = Environment.objects.get_or_create(
        digest=message.digest,
        defaults={
            "runtime": message.runtime,
            "device": message.device,
            "versions": message.versions,
            "cpu_capability": message.cpu_capability,
            "machine": message.machine,
            "prover": message.prover,
            "origin": origin,
            "first_seen_at": now,
        },
    )
    if origin == Environment.Origin.RUNNER != environment.origin:
        environment.origin = origin
        environment.save(update_fields=["origin"])
    return environment


def announce(messages: tuple[EnvironmentMessage, ...], before: Set[str], now: datetime) -> int:
    """Take in what a live host announces, ``before`` being the digests until now; returns how many began to count."""
    live = {each.digest for host in hosts_ready(now) for each in host.announced()}
    environments = [environment_of(message, Environment.Origin.RUNNER, now) for message in messages]
    return sum(_begins_to_count(environment, before, live, now) for environment in environments)


def _begins_to_count(environment: Environment, before: Set[str], live: Set[str], now: datetime) -> bool:
    is_new = environment.announced_at is None
    if is_new:
        environment.announced_at = now
        environment.save(update_fields=["announced_at"])
    others = Environment.objects.filter(
        origin=Environment.Origin.RUNNER,
        runtime=environment.runtime,
        device=environment.device,
        announced_at__isnull=False,
    ).exclude(pk=environment.pk)
    counting = list(others.filter(counts=True).select_for_update())
    orphaned = [each.pk for each in counting if each.digest not in live]
    is_first = is_new and not others.exists()
    is_upgrade = environment.digest not in before and any(each.digest in before for each in counting)
    takes_over = is_new and bool(counting) and len(orphaned) == len(counting)
    if not (is_first or is_upgrade or takes_over):
        return False
    others.filter(pk__in=orphaned).update(counts=False)
    if environment.counts:
        return False
    environment.counts = True
    environment.save(update_fields=["counts"])
    return True
