"""Proves the bank anew in one environment: in the background, a bounded number at a time, driven by rows alone.

Whoever is killed loses nothing: what is to be proven is written down when a re-verification begins, and each tick asks
for as much as there is room for. One that is begun while the same is under way is that one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext

from quizapp.catalog.keys import expectation_in_force
from quizapp.catalog.models import ItemRevision, Pattern
from quizapp.evidence import devices
from quizapp.evidence.errors import NoRunnerHere
from quizapp.evidence.in_use import claims_in_use, revisions_in_use
from quizapp.evidence.models import Drift, Environment, Evidence, Reproof, Reverification
from quizapp.runs.attempts import give_up
from quizapp.runs.hosts import hosts_ready
from quizapp.runs.models import Program, Run
from quizapp.runs.requesting import request_run
from runner.protocol import PROVER, Expectation, Verdict

MOST_OUT: Final = 100
"""Of one re-verification so many runs wait or are with a runner at a time."""
EVERY: Final = timedelta(days=30)
"""How long after the last one an environment that counts has its turn again."""
STRANDED_AFTER: Final = timedelta(days=1)
"""A run that is bound to an environment which no runner announces waits this long."""

Because = Reverification.Because


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a re-verification is, and what it found."""

    total: int
    done: int
    given_up: int
    """Of those done, how many brought no report: nothing is known about them."""
    undecided: int
    """How many brought a report that says nothing, such as one of a timeout."""
    differences: Counter[str]
    """By class, of those that could be held against earlier evidence."""

    def __str__(self) -> str:
        found = [f"{number} {name}" for name, number in sorted(self.differences.items())]
        if self.undecided:
            found.append(gettext("%(count)s undecided") % {"count": self.undecided})
        if self.given_up:
            found.append(gettext("%(count)s without a report") % {"count": self.given_up})
        said = gettext("%(done)s of %(total)s proven anew") % {"done": self.done, "total": self.total}
        return f"{said}: {', '.join(found)}" if found else said


def live_environments(now: datetime) -> list[Environment]:
    """Those that runners of now announce and that have the current prover."""
    digests = {each.digest for host in hosts_ready(now) for each in host.announced()}
    return list(Environment.objects.filter(digest__in=digests, prover=PROVER).order_by("runtime", "device", "pk"))


def was_proven_elsewhere(environment: Environment) -> bool:
    """Whether another environment of ours has shown anything that ``environment`` may show otherwise."""
    others = Evidence.objects.exclude(environment=environment).exclude(run=None)  # what came with a pack is not ours
    return others.filter(program__runtime=environment.runtime, program__device=environment.device).exists()


def begin(
    environment: Environment, now: datetime, *, pattern: Pattern | None = None, because: Because = Because.ASKED
) -> Reverification:
    """The re-verification of what is in use, the one under way or a new one; raises ``NoRunnerHere``."""
    if settings.RUNNER == "none":
        raise NoRunnerHere("nothing can be proven anew here: this installation has no runner")
    try:
        with transaction.atomic():
            begun = Reverification.objects.create(
                environment=environment, pattern=pattern, because=because, begun_at=now
            )
            Reproof.objects.bulk_create(
                Reproof(
                    reverification=begun,
                    program=program,
                    expectation=expectation.to_dict(),
                    expectation_digest=expectation.digest,
                )
                for program, expectation in _bank(environment, now, pattern)
            )
    except IntegrityError:
        return Reverification.objects.get(environment=environment, pattern=pattern, finished_at__isnull=True)
    advance(begun, now)
    return begun


def advance(reverification: Reverification, now: datetime) -> None:
    """Ask for as many runs as there is room for, and close it when nothing is left; harmless to call often."""
    with transaction.atomic():
        held = (
            Reverification.objects.select_for_update(of=("self",))
            .select_related("environment")
            .get(pk=reverification.pk)
        )
        if held.finished_at is None:
            _ask(held, now)
            _finish_if_done(held, now)
    reverification.refresh_from_db()


def keep_up(now: datetime) -> None:
    """What somebody has to do every second: go on with those under way, begin those whose time has come."""
    if settings.RUNNER == "none":
        return
    for under_way in Reverification.objects.filter(finished_at__isnull=True).order_by("begun_at"):
        advance(under_way, now)
    live = live_environments(now)
    for environment in live:
        if environment.counts and _is_due(environment, now):
            begin(environment, now, because=Because.SCHEDULE)
    _release_stranded(live, now)


def progress(reverification: Reverification) -> Progress:
    """How far it is, from the rows as they are now."""
    reproofs = reverification.reproofs.all()
    done = reproofs.filter(run__state__in=[Run.State.RECORDED, Run.State.GIVEN_UP])
    of_it = Drift.objects.filter(after__run__reproofs__reverification=reverification)
    return Progress(
        total=reproofs.count(),
        done=done.count(),
        given_up=reproofs.filter(run__state=Run.State.GIVEN_UP).count(),
        undecided=reproofs.filter(run__evidence__verdict=Verdict.INCONCLUSIVE).count(),
        differences=Counter(of_it.values_list("difference", flat=True)),
    )


def _bank(
    environment: Environment, now: datetime, pattern: Pattern | None = None
) -> Iterator[tuple[Program, Expectation]]:
    """What is published and can be run in ``environment``, each program with each expectation once."""
    found: dict[tuple[int, str], tuple[Program, Expectation]] = {}
    for program, expectation in _stated(pattern, now):
        if (program.runtime, program.device) == (environment.runtime, environment.device):
            found.setdefault((program.pk, expectation.digest), (program, expectation))
    yield from found.values()


def _stated(pattern: Pattern | None, now: datetime) -> Iterable[tuple[Program, Expectation]]:
    revisions, claims = revisions_in_use().filter(state=ItemRevision.State.PUBLISHED), claims_in_use()
    if pattern is not None:
        revisions, claims = revisions.filter(item__pattern=pattern), claims.filter(revision__item__pattern=pattern)
    for revision in revisions:
        expectation = expectation_in_force(revision)
        if revision.program is None or expectation is None or devices.refusal(revision, revision.program, now):
            continue
        yield revision.program, expectation
    for claim in claims:
        if devices.refusal(claim.revision, claim.program, now):
            continue
        yield claim.program, Expectation.from_dict(claim.expectation)


def _ask(held: Reverification, now: datetime) -> None:
    out = held.reproofs.filter(run__state__in=Run.IN_FLIGHT).count()
    waiting = held.reproofs.filter(run__isnull=True).select_related("program")
    for reproof in waiting[: max(MOST_OUT - out, 0)]:
        reproof.run = request_run(
            reproof.program, reproof.message(), Run.Priority.REVERIFY, now, environment=held.environment.digest
        )
        reproof.save(update_fields=["run"])


def _finish_if_done(held: Reverification, now: datetime) -> None:
    if not held.reproofs.filter(Q(run__isnull=True) | Q(run__state__in=Run.IN_FLIGHT)).exists():
        held.finished_at = now
        held.save(update_fields=["finished_at"])


def _is_due(environment: Environment, now: datetime) -> bool:
    last = environment.reverifications.filter(pattern__isnull=True).first()
    since = last.begun_at if last is not None else environment.announced_at
    return since is not None and now - since >= EVERY


def _release_stranded(live: list[Environment], now: datetime) -> None:
    """Give up what is bound to an environment that is gone, so that nothing waits for good."""
    there = [environment.digest for environment in live]
    bound = Run.objects.filter(state=Run.State.WAITING, created_at__lt=now - STRANDED_AFTER).exclude(environment="")
    for run in bound.exclude(environment__in=there)[:MOST_OUT]:
        give_up(run, f"no runner announces environment {run.environment[:12]} any more", now)
