"""How long a corrected key takes to reach 100,000 answers, and how long visitors wait meanwhile."""

from __future__ import annotations

import statistics
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from django.contrib.auth.models import Permission
from django.utils import timezone

from quizapp.accounts.learners import make_learner
from quizapp.accounts.models import Learner, User
from quizapp.catalog.content import Question
from quizapp.catalog.models import Item, ItemRevision, Mode, Pattern, Placement, Subject
from quizapp.catalog.revising import save_revision
from quizapp.evidence import gate
from quizapp.operations.benchmarks.crowd import multiply
from quizapp.operations.benchmarks.figures import Figure, Ground
from quizapp.operations.benchmarks.visiting import Visits, site, visitor
from quizapp.regrade import correcting, job
from quizapp.regrade.models import Change, Regrade
from quizapp.sittings import answering, starting
from quizapp.sittings.models import Response
from quizapp.sittings.policies import policy_for

MOST_TOLD: Final = 3
RESPONSES: Final = 100_000
LIMIT_S: Final = 30.0
PROBLEMS: Final = 3
OLD, NEW, OTHER = "old", "new", "other"
WAYS: Final[tuple[tuple[str, ...], ...]] = (
    (NEW, OLD),
    (OLD,),
    (OTHER, OLD),
    (NEW, OTHER),
    (OLD,),
    (OTHER, NEW),
    (NEW, OLD),
    (OTHER, OLD),
    (OLD,),
    (NEW, OLD),
)
"""What ten learners answered to the question whose key was wrong; the other questions are right."""


def measure(ground: Ground) -> list[Figure]:
    responses = RESPONSES // 100 if ground.quick else RESPONSES
    began = timezone.now() - timedelta(days=30)
    challenge = _challenge(began)
    learners = [_played(number, way, challenge, began) for number, way in enumerate(WAYS)]
    multiply(learners, responses // sum(map(len, WAYS)) - 1)
    revision = ItemRevision.objects.get(item__slug="bench-1")
    answers = Response.objects.filter(problem__revision=revision).count()
    page = f"/patterns/{challenge.pattern.slug}/board/"
    with site(ground.database_url, ground.folder) as address:
        with visitor(address, page, f"/patterns/{challenge.pattern.slug}/practice/") as before:
            time.sleep(1 if ground.quick else 10)
        with visitor(address, page, f"/patterns/{challenge.pattern.slug}/practice/") as meanwhile:
            took, cpu = _regrade(revision)
    assert not Regrade.objects.unfinished().exists()
    return [
        Figure("answers to the corrected question", answers, ""),
        Figure("learners", Learner.objects.count(), ""),
        Figure("changes recorded", Change.objects.count(), ""),
        Figure("regrade", took, "s", f"under {LIMIT_S:.0f} s for {RESPONSES:,}", took < LIMIT_S),
        Figure("processor time of the regrade", cpu, "s"),
        *_waits("before", before),
        *_waits("meanwhile", meanwhile),
    ]


def _regrade(revision: ItemRevision) -> tuple[float, float]:
    """Seconds on the clock, and those of this process alone."""
    staff = User.objects.create(username="bench-reviewer", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="publish_on_word_itemrevision"))
    started, cpu = time.perf_counter(), time.process_time()
    regrade = correcting.ask(revision, NEW, strict=False, reason="A bench.", by=staff, now=timezone.now())
    job.finish(regrade.pk, timezone.now)
    return time.perf_counter() - started, time.process_time() - cpu


def _waits(when: str, visits: Visits) -> list[Figure]:
    return [
        Figure(f"visits that failed {when}", len(visits.failed), "", "none", not visits.failed),
        *(Figure(f"of these, {how}", number, "") for how, number in Counter(visits.failed).most_common(MOST_TOLD)),
        *_spread(f"reading a page {when}", visits.reads),
        *_spread(f"starting a sitting {when}", visits.writes),
    ]


def _spread(name: str, values: Sequence[float]) -> list[Figure]:
    if not values:
        return []
    ordered = sorted(values)
    return [
        Figure(f"{name}, median of {len(values)}", statistics.median(ordered), "ms"),
        Figure(f"{name}, 19 of 20", ordered[len(ordered) * 19 // 20 - (len(ordered) % 20 == 0)], "ms"),
        Figure(f"{name}, longest", ordered[-1], "ms"),
    ]


def _challenge(now: datetime) -> Mode:
    subject = Subject.objects.create(slug="bench", title="Bench", domain="Benches")
    pattern = Pattern.objects.create(
        subject=subject, slug="bench", title="Bench", level="beginner", summary="Of a bench.", added_at=now
    )
    challenge = Mode.objects.create(
        pattern=pattern, slug="challenge", minutes=10, badge_name="Bench", badge_icon="sharp-eye", badge_praise="All."
    )
    practice = Mode.objects.create(pattern=pattern, slug="practice", minutes=10)
    for number in range(1, PROBLEMS + 1):
        item = Item.objects.create(slug=f"bench-{number}", pattern=pattern, type="question")
        content = Question.model_validate(_question(number), strict=False)
        gate.publish(save_revision(item, content, None, now, publish_when_proven=False), now)
        for mode in (challenge, practice):
            Placement.objects.create(mode=mode, item=item, position=number)
    return challenge


def _question(number: int) -> dict[str, Any]:
    choices = [{"id": each, "text": f"{each} {number}", "rationale": "So."} for each in (OLD, NEW, OTHER)]
    return {
        "kind": "conceptual",
        "title": f"Bench {number}",
        "level": "beginner",
        "stem": f"Which one, {number}?",
        "choices": choices,
        "key": OLD,
        "hint": "This one.",
        "explanation": {"steps": ["So."], "final_answer": "So.", "quick_check": "So."},
    }


def _played(number: int, way: Sequence[str], challenge: Mode, now: datetime) -> Learner:
    user = User.objects.create(username=f"bench-{number}")
    learner = make_learner(now, Random(number), user=user)  # noqa: S311  (a name, not a secret)
    policy = policy_for(learner, challenge)
    sitting = starting.start(learner, challenge, policy, policy.group, uuid.uuid4(), number, now)
    for position in range(1, PROBLEMS + 1):
        answering.open_problem(sitting, position, now)
        for choice in way if position == 1 else (OLD,):
            now += timedelta(seconds=5)
            answering.answer(sitting, position, choice, uuid.uuid4(), now)
    return learner
