"""Everything that follows from sittings, recomputed from nothing, to hold a regrade against."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from quizapp.leaderboards.models import Bucket, Standing
from quizapp.leaderboards.standings import settle
from quizapp.progress import history
from quizapp.progress.awards import award_badge
from quizapp.progress.models import Answer, Award, ItemProgress, Schedule
from quizapp.sittings.models import Problem, Sitting

_KEPT: dict[type[Model], tuple[str, ...]] = {
    Problem: ("sitting", "position", "ended_because", "points", "ms", "credited"),
    Sitting: ("pk", "points", "ms", "all_right", "told_at", "closed_at"),
    Answer: (
        "learner",
        "item",
        "revision",
        "problem",
        "outcome",
        "rating",
        "points",
        "said",
        "answered_at",
        "schedule_before",
        "first",
    ),
    Schedule: (
        "learner",
        "item",
        "type",
        "state",
        "step",
        "stability",
        "difficulty",
        "due_at",
        "reviewed_at",
        "reviews",
    ),
    ItemProgress: ("learner", "item", "best_points", "right", "wrong", "last_answered_at", "last_was_right"),
    Standing: ("board", "learner", "sitting", "points", "ms", "finished_at"),
    # Not by which sitting: who had the badge keeps it as it was, even if an earlier sitting has earned it by now.
    Award: ("learner", "mode", "name"),
}


def what_stands() -> dict[str, list[Any]]:
    """All rows that follow from answers, without the keys that the order of writing gives them."""
    rows = {model.__name__: sorted(map(repr, _all(model).values_list(*names))) for model, names in _KEPT.items()}
    buckets = Bucket.objects.exclude(standings=0).values_list("board", "points", "standings")
    return rows | {"Bucket": sorted(map(repr, buckets))}


@transaction.atomic
def recompute() -> None:
    """Write anew all that follows from problems and their responses, along the ways of every day."""
    recorded = list(Answer.objects.order_by("pk").values_list("problem_id", flat=True))
    for model in (Answer, Schedule, ItemProgress, Standing, Bucket, Award):
        _all(model).delete()
    for sitting in Sitting.objects.filter(closed_at__isnull=False):
        problems = list(sitting.problems.prefetch_related("responses"))
        rights = [
            problem.credited
            or problem.ended_because == Problem.Ended.DROPPED
            or any(each.right for each in problem.responses.all())
            for problem in problems
        ]
        sitting.points = sum(problem.points for problem in problems)
        sitting.ms = sum(problem.ms for problem in problems)
        sitting.all_right = all(rights)
        sitting.save()
    by_pk = Problem.objects.select_related("sitting__learner", "revision__item").in_bulk(recorded)
    for pk in recorded:
        history._note(by_pk[pk].sitting, by_pk[pk])
    told = Sitting.objects.filter(told_at__isnull=False).select_related("learner", "mode").order_by("told_at", "pk")
    for sitting in told:
        award_badge(sitting)
    for learner_id, mode_id in sorted(set(told.filter(mode__isnull=False).values_list("learner_id", "mode_id"))):
        settle(learner_id, mode_id)


def _all(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.all()
