"""Two learners turn out to be one: their histories become one, and what follows from them follows anew."""

from __future__ import annotations

from typing import Any

from quizapp.accounts.models import Learner
from quizapp.progress.models import ActiveDay, Answer, Award, Bookmark, ItemProgress, Schedule, StudySettings
from quizapp.progress.recording import recount


def merge_progress(absorbed: Learner, into: Learner, **_: Any) -> None:
    """Receiver of ``learner_merged``, which locked both learners; runs after that of sittings."""
    _merge_answers(absorbed, into)
    _merge_schedules(absorbed, into)
    kept_days = ActiveDay.objects.filter(learner=into).values("day")
    ActiveDay.objects.filter(learner=absorbed).exclude(day__in=kept_days).update(learner=into)
    ActiveDay.objects.filter(learner=absorbed).delete()
    kept_items = Bookmark.objects.filter(learner=into).values("item")
    Bookmark.objects.filter(learner=absorbed).exclude(item__in=kept_items).update(learner=into)
    Bookmark.objects.filter(learner=absorbed).delete()
    if not StudySettings.objects.filter(learner=into).exists():
        StudySettings.objects.filter(learner=absorbed).update(learner=into)
    _merge_awards(absorbed, into)


def _merge_answers(absorbed: Learner, into: Learner) -> None:
    """Both histories as one; a prompt that both answered keeps the answer that came first."""
    prompted = {(each.item_id, each.part): each for each in into.answers.exclude(part="")}
    for answer in absorbed.answers.exclude(part=""):
        other = prompted.get((answer.item_id, answer.part))
        if other is not None:
            (answer if other.answered_at <= answer.answered_at else other).delete()
    items = set(absorbed.answers.values_list("item", flat=True))
    Answer.objects.filter(learner=absorbed).update(learner=into)
    recount(into, sorted(items))
    ItemProgress.objects.filter(learner=absorbed).delete()


def _merge_schedules(absorbed: Learner, into: Learner) -> None:
    """Of an item that both have scheduled, the memory that was reviewed last is the better one."""
    theirs = {schedule.item_id: schedule for schedule in Schedule.objects.filter(learner=into)}
    for schedule in Schedule.objects.filter(learner=absorbed):
        other = theirs.get(schedule.item_id)
        if other is not None and other.reviewed_at >= schedule.reviewed_at:
            schedule.delete()
            continue
        if other is not None:
            other.delete()
        schedule.learner = into
        schedule.save(update_fields=["learner"])


def _merge_awards(absorbed: Learner, into: Learner) -> None:
    theirs = {award.mode_id: award for award in Award.objects.filter(learner=into)}
    for award in Award.objects.filter(learner=absorbed):
        other = theirs.get(award.mode_id)
        if other is not None and other.awarded_at <= award.awarded_at:
            award.delete()
            continue
        if other is not None:
            other.delete()
        award.learner = into
        award.save(update_fields=["learner"])
