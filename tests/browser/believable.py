"""A site as it looks after three weeks: the shipped packs, their evidence, and people who answered. No runner."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.test import Client

from quizapp.accounts.models import Learner, User
from quizapp.accounts.pseudonyms import ADJECTIVES, NOUNS
from quizapp.catalog.applying import apply_packs
from quizapp.catalog.keys import key_in_force
from quizapp.catalog.loading import read_pack
from quizapp.catalog.models import Item, Mode, Pattern
from quizapp.evidence import gate, shipped
from quizapp.modes.mixed.mixing import Wanted, mix
from quizapp.modes.test.declaration import MODE as TEST
from quizapp.progress import bookmarks, studying
from quizapp.progress.memory import Rating
from quizapp.progress.models import Award, Schedule
from quizapp.sittings import answering, starting
from quizapp.sittings.models import Problem, Selection, Sitting
from quizapp.sittings.policies import policy_for
from tests.factories import people

NOW: Final = datetime(2026, 11, 18, 19, 30, tzinfo=UTC)
"""A Wednesday evening; the server's clock stands still at it while pages are looked at."""
PATTERN: Final = "pretrained-models"
"""The pattern that everybody in the story studies."""
CROWD: Final = 24

_SEED: Final = UUID("6f7b1a52-0000-4000-8000-000000000000")


@dataclass(frozen=True, kw_only=True)
class Believable:
    """Who and what pages are about."""

    learner: Learner
    """Three weeks here: answers of every kind, a badge, two sittings under way, things due."""
    newcomer: Learner
    """Has an account and nothing else."""
    staff: User
    challenge: Sitting
    """Finished, all right."""
    test: Sitting
    """Finished, some wrong."""
    running: Sitting
    """Under way against the clock: the first problem solved, the second answered wrong once, the third open."""
    practice: Sitting
    """Under way without a clock."""
    award: Award
    selection: Selection
    explanation: UUID
    """Written and ticked."""
    unticked: UUID
    """Written, not ticked yet."""

    def session(self, user: User) -> str:
        """The value of a session cookie that signs ``user`` in."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client.cookies[settings.SESSION_COOKIE_NAME].value


def believable() -> Believable:
    """Fill an empty database; the same story every time."""
    chance = Random(20261118)
    packs = [read_pack(path.parent) for path in sorted(settings.SHIPPED_PACKS.glob("*/pack.yaml"))]
    long_ago = NOW - timedelta(days=40)
    apply_packs(packs, publish=True, author=None, now=long_ago)
    shipped.load_beside(packs, long_ago)
    gate.publish_ready(long_ago)
    staff = User.objects.create_superuser(username="dorothea", password=people.PASSWORD)
    learner = _member("mira", "Mira", NOW - timedelta(days=21))
    _crowd(chance)
    return _story(chance, learner, staff)


def _story(chance: Random, learner: Learner, staff: User) -> Believable:
    _weeks(chance, learner)
    challenge, test = _mode("challenge"), _mode("test")
    done = sit(learner, challenge, NOW - timedelta(days=6), each=31)
    tested = sit(learner, test, NOW - timedelta(days=2), each=24, wrong={3, 8})
    practice = _begin(learner, _mode("practice"), NOW - timedelta(minutes=12))
    for position in (1, 2):
        _solve(practice, position, NOW - timedelta(minutes=12 - position), wrong=position == 2)
    answering.open_problem(practice, 3, NOW - timedelta(minutes=8))
    other = Mode.objects.get(pattern__slug="tensor-shapes-and-broadcasting", slug="challenge")
    running = _begin(learner, other, NOW - timedelta(seconds=100))
    _solve(running, 1, NOW - timedelta(seconds=100))
    _give_up(running, 2, NOW - timedelta(seconds=60))
    answering.open_problem(running, 3, NOW - timedelta(seconds=20))
    written, unticked = _explains(learner)
    award = Award.objects.get(learner=learner)
    award.shared = True
    award.save()
    for item in Item.objects.filter(pattern__slug=PATTERN, type="question").order_by("slug")[:3]:
        bookmarks.keep(learner, item, NOW - timedelta(days=3))
    return Believable(
        learner=learner,
        newcomer=_member("noor", "Noor", NOW - timedelta(minutes=3)),
        staff=staff,
        challenge=done,
        test=tested,
        running=running,
        practice=practice,
        award=award,
        selection=_mixes(learner),
        explanation=written,
        unticked=unticked,
    )


def _member(username: str, name: str, since: datetime) -> Learner:
    user = people.user(username, email=f"{username}@example.org")
    return people.guest(f"{name} of the Lake", user=user, chosen_name=name, created_at=since)


def _mode(slug: str) -> Mode:
    return Mode.objects.get(pattern__slug=PATTERN, slug=slug)


def _begin(learner: Learner, mode: Mode, now: datetime) -> Sitting:
    terms = policy_for(learner, mode)
    key = uuid5(_SEED, f"{learner.pk} {mode.pk} {now}")
    draws = TEST.draws if mode.slug == TEST.slug else None
    return starting.start(learner, mode, terms, terms.group, key, 1, now, draws=draws)


def sit(learner: Learner, mode: Mode, start: datetime, *, each: float, wrong: Collection[int] = ()) -> Sitting:
    """A whole sitting, ``each`` seconds a problem; at the positions in ``wrong`` the answer is not found."""
    sitting = _begin(learner, mode, start)
    now = start
    for position in range(1, sitting.problems.count() + 1):
        answering.open_problem(sitting, position, now)
        now += timedelta(seconds=each)
        (_give_up if position in wrong else _solve)(sitting, position, now)
    sitting.refresh_from_db()
    return sitting


def _solve(sitting: Sitting, position: int, now: datetime, *, wrong: bool = False) -> None:
    problem = answering.open_problem(sitting, position, now)
    if wrong:
        _answer(sitting, problem, now, right=False)
    _answer(sitting, problem, now, right=True)


def _give_up(sitting: Sitting, position: int, now: datetime) -> None:
    problem = answering.open_problem(sitting, position, now)
    _answer(sitting, problem, now, right=False)
    answering.give_up(sitting, position, now)


def _answer(sitting: Sitting, problem: Problem, now: datetime, *, right: bool) -> None:
    key = key_in_force(problem.revision).choice_id
    choices = sorted(choice.id for choice in problem.revision.question.choices if (choice.id == key) is right)
    given = choices[problem.pk % len(choices)]
    answering.answer(sitting, problem.position, given, uuid5(_SEED, f"{problem.pk} {given}"), now)


def _crowd(chance: Random) -> None:
    """Who else stands on the board: skill decides how many are right and how long it takes."""
    challenge = _mode("challenge")
    for number in range(CROWD):
        name = f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)} {chance.randint(100, 9999)}"
        skill = min(0.97, max(0.25, chance.gauss(0.68, 0.2)))
        start = NOW - timedelta(days=chance.uniform(0.2, 20))
        learner = people.guest(name, user=people.user(f"crowd{number}"), created_at=start)
        wrong = {position for position in range(1, 6) if chance.random() > skill}
        sit(learner, challenge, start, each=round(95 - 70 * skill + chance.uniform(0, 20), 1), wrong=wrong)


def _weeks(chance: Random, learner: Learner) -> None:
    """Practice and cards on most days, so that streak, history, schedule and progress have something to show."""
    practices = list(Mode.objects.filter(slug="practice").order_by("pattern__position", "pattern__slug"))
    cards = list(Item.objects.filter(type="card", published__isnull=False).order_by("slug"))
    for day in range(20, 0, -1):
        evening = NOW - timedelta(days=day, minutes=chance.randint(0, 90))
        if day % 7 == 3:
            continue
        if day % 4 == 0:
            _practise(chance, learner, practices[(day // 4) % len(practices)], evening)
        for _ in range(6):
            _rate(chance, learner, cards[chance.randrange(len(cards))], evening)


def _practise(chance: Random, learner: Learner, mode: Mode, start: datetime) -> None:
    sitting = _begin(learner, mode, start)
    for position in range(1, sitting.problems.count() + 1):
        _solve(sitting, position, start + timedelta(seconds=40 * position), wrong=chance.random() > 0.7)


def _rate(chance: Random, learner: Learner, item: Item, now: datetime) -> None:
    assert item.published is not None
    rating = chance.choice([Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.GOOD, Rating.EASY])
    schedule = Schedule.objects.filter(learner=learner, item=item).first()
    seen = schedule.reviews if schedule is not None else 0
    key = uuid5(_SEED, f"{item.pk} {seen} {now}")
    studying.rate(learner, item.published, rating, seen_reviews=seen, key=key, now=now)


def _explains(learner: Learner) -> tuple[UUID, UUID]:
    prompts = list(Item.objects.filter(pattern__slug=PATTERN, type="open-question").order_by("slug"))[:2]
    keys = []
    for number, item in enumerate(prompts):
        assert item.published is not None
        text = (
            "The early layers already see edges, textures and parts, whatever the photos show.\n\n"
            "So I keep them and train only a new head on my own classes: less data, fewer steps, and the\n"
            "same preprocessing the network was trained with."
        )
        key = uuid5(_SEED, f"explanation {number}")
        answer = studying.write(learner, item.published, text, key=key, now=NOW - timedelta(days=1, minutes=number))
        if number == 0:
            studying.tick(answer, {0, 2, 3}, 5, NOW - timedelta(days=1))
        keys.append(key)
    return keys[0], keys[1]


def _mixes(learner: Learner) -> Selection:
    patterns = list(Pattern.objects.filter(subject__slug="pytorch").order_by("position"))
    wanted = Wanted(patterns=patterns, kinds=[], eases=["medium"], count=10)
    made = mix(learner, wanted, uuid5(_SEED, "mixed"), 7, NOW - timedelta(minutes=20))
    assert made is not None
    return made
