"""A learner starts a sitting, or goes on with the one that is open."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from quizapp.accounts.models import Group, Learner
from quizapp.catalog.content import ItemType
from quizapp.catalog.models import Item, ItemRevision, Mode
from quizapp.sittings import drawing
from quizapp.sittings.closing import catch_up, remember_due
from quizapp.sittings.defaults import LONG_OPEN
from quizapp.sittings.errors import KeptBack, NotOffered, PolicyDoesNotApply, StartKeyTaken, WindowNotOpen
from quizapp.sittings.models import Policy, Problem, Selection, Sitting
from quizapp.sittings.policy import Clock, PolicyTerms, Reveal
from quizapp.sittings.rows import hold, hold_learner, load
from quizapp.sittings.scoring import RULE
from quizapp.sittings.sealing import sealed_items
from quizapp.sittings.withdrawn import is_asked


@transaction.atomic
def start(  # noqa: PLR0917  (a fixed interface)
    learner: Learner,
    mode: Mode,
    policy: Policy,
    group: Group,
    start_key: UUID,
    seed: int,
    now: datetime,
    *,
    draws: int | None = None,
    untimed: bool = False,
) -> Sitting:
    """Begin a sitting of what is published in ``mode`` now; the open one and a repeated ``start_key`` give theirs.

    With ``draws`` it has that many of the mode's questions, those the learner has not seen first. ``untimed`` takes it
    without any clock. Raises ``NotOffered`` and its ``KeptBack``, ``PolicyDoesNotApply``, ``WindowNotOpen`` and
    ``StartKeyTaken``.
    """
    held = hold_learner(learner)
    if (begun := _begun(start_key, held, mode=mode)) is not None:
        return begun
    if (still_open := _open_sitting(held, now, mode=mode)) is not None:
        return still_open
    _check_policy(held, policy, group, mode, now)
    _check_kind(policy, mode.slug)
    if untimed and not policy.terms().clock_optional:
        raise PolicyDoesNotApply(f"policy {policy.slug} cannot be taken without its clock")
    # Where everything is told at once, even the mode itself does not give away what it keeps back under other terms.
    meets = mode if policy.terms().reveal is not Reveal.AT_ONCE else None
    revisions = _revisions(mode, sealed_items(held, now, besides=meets))
    asked = [revision for revision in revisions if is_asked(revision, policy, now)]
    if not asked:
        raise NotOffered(f"every question of {mode} is withdrawn")
    if not policy.counts:
        revisions = asked
    if draws is not None:
        revisions = _drawn(held, revisions, draws, seed)
    terms = _untimed(policy.terms()) if untimed else policy.terms()
    sitting = _sitting(held, group, terms, start_key, seed, now, mode.slug, minutes=mode.minutes, mode=mode)
    dropped = {revision.pk for revision in revisions} - {revision.pk for revision in asked}
    return _with_problems(sitting, revisions, held, dropped)


@transaction.atomic
def start_selection(
    learner: Learner, selection: Selection, policy: Policy, *, start_key: UUID, seed: int, now: datetime
) -> Sitting:
    """Begin a sitting of a selection's questions, in its order; the open one and a repeated key give theirs.

    Questions that were retired or are kept back for this learner are left out. Raises as ``start`` does.
    """
    held = hold_learner(learner)
    if (begun := _begun(start_key, held, selection=selection)) is not None:
        return begun
    if (still_open := _open_sitting(held, now, selection=selection)) is not None:
        return still_open
    _check_policy(held, policy, policy.group, None, now)
    _check_kind(policy, selection.purpose)
    placed = [each.item for each in selection.selected.select_related("item__published").order_by("position")]
    revisions = [each for each in _published(placed, sealed_items(held, now)) if each.withdrawn_at is None]
    if not revisions:
        raise NotOffered(f"nothing of {selection} can be answered now")
    sitting = _sitting(
        held,
        policy.group,
        policy.terms(),
        start_key,
        seed,
        now,
        selection.purpose,
        minutes=selection.minutes,
        selection=selection,
    )
    return _with_problems(sitting, revisions, held)


def _begun(
    start_key: UUID, learner: Learner, *, mode: Mode | None = None, selection: Selection | None = None
) -> Sitting | None:
    """What this form began before; raises ``StartKeyTaken`` where that was something else."""
    begun = Sitting.objects.filter(start_key=start_key).first()
    if begun is not None and (begun.learner_id, begun.mode_id, begun.selection_id) != (
        learner.pk,
        mode.pk if mode else None,
        selection.pk if selection else None,
    ):
        raise StartKeyTaken(f"{start_key} began another sitting")
    return begun


def _open_sitting(
    learner: Learner, now: datetime, *, mode: Mode | None = None, selection: Selection | None = None
) -> Sitting | None:
    """The learner's open sitting; one that is over by the clock is closed first."""
    found = Sitting.objects.filter(learner=learner, mode=mode, selection=selection, closed_at__isnull=True).first()
    if found is None:
        return None
    rows = hold(found.pk)
    catch_up(rows, now)
    return rows.sitting if rows.sitting.closed_at is None else None


def _check_kind(policy: Policy, slug: str) -> None:
    if policy.mode_slug != slug:
        raise PolicyDoesNotApply(f"policy {policy.slug} is not for {slug}")


def _check_policy(learner: Learner, policy: Policy, group: Group, mode: Mode | None, now: datetime) -> None:
    of_other_mode = policy.mode_id is not None and policy.mode_id != (mode.pk if mode else None)
    if of_other_mode or policy.group_id != group.pk:
        raise PolicyDoesNotApply(f"policy {policy.slug} is not for this in {group}")
    if not group.is_everyone and not group.members.filter(pk=learner.pk).exists():
        raise PolicyDoesNotApply(f"the learner is not in {group}")
    if policy.opens_at is not None and now < policy.opens_at:
        raise WindowNotOpen(f"{policy.slug} opens at {policy.opens_at}")
    if policy.closes_at is not None and now >= policy.closes_at:
        raise WindowNotOpen(f"{policy.slug} closed at {policy.closes_at}")


def _revisions(mode: Mode, sealed: frozenset[int]) -> list[ItemRevision]:
    """The questions published in the mode, in order; raises ``NotOffered`` when anything in it is not published."""
    placements = mode.placements.select_related("item__published").order_by("position", "pk")
    items = [placement.item for placement in placements if placement.item.retired_at is None]
    missing = [item.slug for item in items if item.published is None]
    if missing:
        raise NotOffered(f"{mode} holds what is not published yet: {', '.join(missing)}")
    revisions = _published(items, sealed)
    if not revisions:
        raise KeptBack(f"everything in {mode} is kept back") if sealed else NotOffered(f"{mode} asks nothing")
    return revisions


def _published(items: Iterable[Item], sealed: frozenset[int]) -> list[ItemRevision]:
    return [
        item.published
        for item in items
        if item.published is not None
        and item.retired_at is None
        and item.type == ItemType.QUESTION
        and item.pk not in sealed
    ]


def _drawn(learner: Learner, revisions: Sequence[ItemRevision], count: int, seed: int) -> list[ItemRevision]:
    by_item = {revision.item_id: revision for revision in revisions}
    met = Problem.objects.filter(sitting__learner=learner, opened_at__isnull=False, revision__item__in=by_item)
    seen = dict(met.values_list("revision__item").annotate(at=Max("opened_at")).values_list("revision__item", "at"))
    candidates = [drawing.Candidate(pk, revision.level, seen.get(pk)) for pk, revision in by_item.items()]
    # Chosen by a seed, so that a start can be told again; nothing is guarded by it.
    return [by_item[each.item_id] for each in drawing.draw(candidates, count, Random(seed))]  # noqa: S311


def _untimed(terms: PolicyTerms) -> PolicyTerms:
    # Nobody should need to hurry.
    idle = max(terms.idle_minutes, LONG_OPEN)
    return terms.model_copy(update={"clock": Clock.NONE, "idle_minutes": idle})


def _sitting(  # noqa: PLR0917  (what every sitting has, in the order of its fields)
    learner: Learner,
    group: Group,
    terms: PolicyTerms,
    start_key: UUID,
    seed: int,
    now: datetime,
    mode_slug: str,
    *,
    minutes: int,
    mode: Mode | None = None,
    selection: Selection | None = None,
) -> Sitting:
    whole = timedelta(minutes=minutes * terms.extra_time * learner.extra_time)
    return Sitting.objects.create(
        learner=learner,
        mode=mode,
        selection=selection,
        mode_slug=mode_slug,
        group=group,
        terms_snapshot=terms.model_dump(mode="json"),
        timed=terms.clock is Clock.PER_PROBLEM,
        ends_at=now + whole if terms.clock is Clock.WHOLE else None,
        seed=seed,
        start_key=start_key,
        started_at=now,
        due_at=now,
    )


def _with_problems(
    sitting: Sitting, revisions: Sequence[ItemRevision], learner: Learner, dropped: Set[int] = frozenset()
) -> Sitting:
    """With a problem for each revision; those ``dropped``, by primary key, have ended and count as full."""
    Problem.objects.bulk_create(
        Problem(
            sitting=sitting,
            position=position,
            revision=revision,
            counts_on_board=revision.basis != ItemRevision.Basis.WORD,
            seconds=_seconds(revision, sitting.terms, learner) if sitting.timed else None,
            **_ended_as_dropped(sitting) if revision.pk in dropped else {},
        )
        for position, revision in enumerate(revisions, 1)
    )
    remember_due(load(sitting))
    return sitting


def _ended_as_dropped(sitting: Sitting) -> dict[str, Any]:
    return {
        "ended_because": Problem.Ended.DROPPED,
        "ended_at": sitting.started_at,
        "points": RULE.full,
    }


def _seconds(revision: ItemRevision, terms: PolicyTerms, learner: Learner) -> int:
    return math.ceil(revision.question.seconds * terms.extra_time * learner.extra_time)
