"""Random courses of sittings: sweeps and looks change nothing, and the score always follows the rule."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from quizapp.catalog.models import Mode
from quizapp.sittings import answering, closing
from quizapp.sittings.errors import AnotherClockRuns, NotOpened
from quizapp.sittings.models import Policy, Problem, Sitting
from quizapp.sittings.scoring import RULE
from quizapp.sittings.showing import sitting_shown
from tests.factories import people
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, give, policy

FAR = NOW + timedelta(days=3)
Step = Callable[[Sitting], object]

TERMS: dict[str, dict[str, Any]] = {
    "challenge": {},
    "windowed": {"closes_at": NOW + timedelta(minutes=7)},
    "quiet": {"reveal": "at-close", "attempts": 1},
    "untimed": {"clock": "none", "attempts": 3, "counts": False, "idle_minutes": 5},
}


def course(seed: int) -> list[tuple[datetime, Step]]:
    """Some forty deeds of a restless learner, mostly seconds and sometimes minutes apart."""
    random, now, steps = Random(seed), NOW, []
    for _ in range(40):
        now += timedelta(seconds=random.choice((1, 5, 20, 60, 124, 400)) * random.random())
        steps.append((now, deed(random, now)))
    return steps


def deed(random: Random, now: datetime) -> Step:
    position, choice = random.randint(1, 5), random.choice((RIGHT, *WRONG))
    kind = random.choices(("open", "answer", "hint", "give up"), (5, 6, 1, 1))[0]
    match kind:
        case "open":
            return lambda sitting: answering.open_problem(sitting, position, now)
        case "answer":
            return lambda sitting: give(sitting, position, choice, now)
        case "hint":
            return lambda sitting: answering.take_hint(sitting, position, now)
        case _:
            return lambda sitting: answering.give_up(sitting, position, now)


def live(sitting: Sitting, steps: list[tuple[datetime, Step]], between: Callable[[datetime], None]) -> None:
    for now, step in steps:
        # Who clicks everywhere meets these; nothing may come of it.
        with contextlib.suppress(AnotherClockRuns, NotOpened):
            step(sitting)
        between(now)
    closing.close_left(FAR)


def result(sitting: Sitting) -> list[Any]:
    fields = ("closed_at", "closed_because", "points", "ms", "all_right")
    problem = ("position", "opened_at", "hint_at", "ended_at", "ended_because", "points", "ms")
    response = ("number", "choice", "right", "answered_at")
    return [
        Sitting.objects.filter(pk=sitting.pk).values(*fields).get(),
        list(sitting.problems.values(*problem)),
        [list(one.responses.values(*response)) for one in sitting.problems.all()],
    ]


def look(sitting: Sitting) -> Callable[[datetime], None]:
    def between(now: datetime) -> None:
        sitting_shown(Sitting.objects.get(pk=sitting.pk), now)
        closing.close_left(now)

    return between


@pytest.fixture(params=TERMS)
def terms(request: pytest.FixtureRequest, db: None) -> Policy:
    return policy(**TERMS[request.param])


@pytest.mark.parametrize("seed", range(6))
def test_sweeps_and_looks_change_nothing(challenge: Mode, terms: Policy, seed: int) -> None:
    alone = begin(people.guest(), challenge, under=terms)
    live(alone, course(seed), lambda _: None)
    watched = begin(people.guest(), challenge, under=terms)
    live(watched, course(seed), look(watched))
    assert result(watched) == result(alone)


@pytest.mark.parametrize("seed", range(6, 12))
def test_the_score_follows_the_rule(challenge: Mode, terms: Policy, seed: int) -> None:
    sitting = begin(people.guest(), challenge, under=terms)
    live(sitting, course(seed), lambda _: None)
    sitting.refresh_from_db()
    problems = list(sitting.problems.all())
    assert sitting.points == sum(problem.points for problem in problems)
    assert sitting.ms == sum(problem.ms for problem in problems)
    assert sitting.closed_at is not None
    for problem in problems:
        assert_follows(sitting, problem)


def assert_follows(sitting: Sitting, problem: Problem) -> None:
    given = list(problem.responses.all())
    solved = bool(given) and given[-1].right
    expected = RULE.points(wrong=len(given) - 1, hint=problem.hint_at is not None) if solved else 0
    assert problem.points == expected
    assert not any(response.right for response in given[:-1])
    assert len(given) <= sitting.terms.attempts
    assert len({response.choice for response in given}) == len(given)
    assert problem.ended_at is not None
    assert sitting.closed_at is not None
    assert problem.ended_at <= sitting.closed_at
    if problem.seconds is not None:
        assert problem.ms <= problem.seconds * 1000
