"""A question whose key is kept back somewhere appears nowhere else until it is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Item, Mode
from quizapp.sittings import answering, closing
from quizapp.sittings.answering import AnswerValue
from quizapp.sittings.errors import KeptBack, NotOffered
from quizapp.sittings.models import Response, Sitting
from quizapp.sittings.sealing import KEPT_BACK, anything_sealed, sealed_for, sealed_items
from quizapp.sittings.showing import sitting_shown
from tests.factories import content, people
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, give, policy, take

HOUR = timedelta(hours=1)


@pytest.fixture
def shared(challenge: Mode) -> Mode:
    """Practice with two problems of the challenge and one of its own."""
    items = [*challenge.items.order_by("placements__position")[:2], content.published_question(challenge.pattern)]
    return content.mode(challenge.pattern, "practice", items)


def kept_back(**fields: Any) -> dict[str, Any]:
    return {"reveal": "at-close", "attempts": 1, **fields}


def slugs(sitting: Sitting) -> list[str]:
    return [problem.revision.item.slug for problem in sitting.problems.select_related("revision__item")]


def items(mode: Mode) -> set[int]:
    return set(mode.items.values_list("pk", flat=True))


def test_nothing_is_sealed_where_everything_is_told_at_once(ada: Learner, challenge: Mode) -> None:
    begin(ada, challenge)

    assert sealed_items(ada, NOW) == frozenset()


def test_a_window_seals_for_everybody_until_it_is_over(ada: Learner, challenge: Mode) -> None:
    policy(**kept_back(mode=challenge, group=people.group("class"), closes_at=NOW + HOUR))

    for learner in (ada, None):
        assert sealed_items(learner, NOW) == items(challenge)
        assert sealed_items(learner, NOW + HOUR + timedelta(seconds=2)) == items(challenge)  # answers may still come
        assert sealed_items(learner, NOW + 2 * HOUR) == frozenset()


def test_practice_leaves_sealed_questions_out(ada: Learner, challenge: Mode, shared: Mode) -> None:
    policy(**kept_back(mode=challenge, closes_at=NOW + HOUR))

    assert slugs(begin(ada, shared)) == [Item.objects.latest("pk").slug]


def test_practice_of_nothing_but_sealed_questions_is_not_offered(ada: Learner, challenge: Mode) -> None:
    policy(**kept_back(mode=challenge, closes_at=NOW + HOUR))
    practice = content.mode(challenge.pattern, "practice", list(challenge.items.all()))

    with pytest.raises(NotOffered):
        begin(ada, practice)


def test_without_a_window_it_seals_until_the_learners_own_result_is_told(ada: Learner, challenge: Mode) -> None:
    exam = policy(**kept_back(mode=challenge))
    assert sealed_items(ada, NOW) == items(challenge)

    sitting = begin(ada, challenge, under=exam)
    assert sealed_items(ada, NOW) == items(challenge)
    closing.stop(sitting, NOW)

    assert sealed_items(ada, NOW) == frozenset()
    assert sealed_items(people.guest(), NOW) == items(challenge)


def test_what_is_never_told_stays_sealed(ada: Learner, challenge: Mode) -> None:
    finish(ada, challenge, right=5, under=policy(**kept_back(mode=challenge, reveal="never")))

    assert sealed_items(ada, NOW + HOUR) == items(challenge)


def test_a_policy_of_a_group_without_a_window_seals_for_its_members_alone(ada: Learner, challenge: Mode) -> None:
    policy(**kept_back(mode=challenge, group=people.group("class", ada)))

    assert sealed_items(ada, NOW) == items(challenge)
    assert sealed_items(people.guest(), NOW) == frozenset()


def test_the_challenge_itself_can_be_taken(ada: Learner, challenge: Mode) -> None:
    exam = policy(**kept_back(mode=challenge, closes_at=NOW + HOUR))

    assert begin(ada, challenge, under=exam).problems.count() == 5


def test_an_open_test_seals_its_questions_for_its_learner_alone(ada: Learner) -> None:
    test = content.mode(content.pattern(), "test", [content.published_question(content.pattern())])
    sitting = begin(ada, test)

    assert sealed_items(ada, NOW) == items(test)
    assert sealed_items(people.guest(), NOW) == frozenset()
    closing.stop(sitting, NOW)
    assert sealed_items(ada, NOW) == frozenset()


def test_a_sitting_begun_before_shows_nothing_of_what_was_sealed_since(
    ada: Learner, challenge: Mode, shared: Mode
) -> None:
    sitting = begin(ada, shared)
    now = take(sitting, {1: RIGHT, 2: WRONG[0]})
    policy(**kept_back(mode=challenge, closes_at=NOW + HOUR))
    sitting.refresh_from_db()

    shown = sitting_shown(sitting, now)
    first, second, own = shown.problems
    assert (shown.points, shown.all_right) == (None, None)

    for problem in (first, second):
        assert problem.sealed
        assert (problem.title, problem.stem, problem.choices) == (str(KEPT_BACK), None, ())
        assert (problem.revealed, problem.hint, problem.points) == (None, None, None)
    assert not own.sealed
    assert sitting_shown(sitting, NOW + 2 * HOUR).problems[0].revealed is not None


def test_an_answer_that_would_tell_is_refused_and_can_be_given_later(
    ada: Learner, challenge: Mode, shared: Mode
) -> None:
    sitting = begin(ada, shared)
    answering.open_problem(sitting, 1, NOW)
    policy(**kept_back(mode=challenge, closes_at=NOW + HOUR))

    assert give(sitting, 1, RIGHT, NOW).value is AnswerValue.REFUSED_SEALED
    assert not Response.objects.exists()
    assert give(sitting, 1, RIGHT, NOW + 2 * HOUR).value is AnswerValue.ACCEPTED


def test_a_sitting_that_keeps_back_its_own_results_shows_its_questions(ada: Learner, challenge: Mode) -> None:
    exam = policy(**kept_back(mode=challenge, closes_at=NOW + HOUR))
    sitting = begin(ada, challenge, under=exam)
    answering.open_problem(sitting, 1, NOW)

    assert sitting_shown(sitting, NOW).problems[0].stem is not None
    assert sealed_for(sitting, NOW) == frozenset()


def test_nobody_takes_the_same_challenge_at_once_while_it_is_kept_back(ada: Learner, challenge: Mode) -> None:
    policy(**kept_back(mode=challenge, group=people.group("class"), closes_at=NOW + HOUR))

    with pytest.raises(KeptBack):
        begin(ada, challenge)
    assert begin(ada, challenge, NOW + 2 * HOUR).problems.count() == 5


@pytest.mark.parametrize("seals", ["nothing", "a window", "an open test"])
def test_sittings_know_whether_anything_can_be_sealed(ada: Learner, challenge: Mode, shared: Mode, seals: str) -> None:
    sitting = begin(ada, shared)
    if seals == "a window":
        policy(**kept_back(mode=challenge, closes_at=NOW + HOUR))
    if seals == "an open test":
        begin(ada, content.mode(challenge.pattern, "test", list(challenge.items.all())))

    found = Sitting.objects.filter(anything_sealed(NOW), pk=sitting.pk).exists()

    assert found == bool(sealed_for(sitting, NOW)) == (seals != "nothing")


def test_it_takes_as_many_queries_for_many_policies_as_for_few(
    ada: Learner, challenge: Mode, django_assert_max_num_queries: Any
) -> None:
    for _ in range(10):
        policy(**kept_back(mode=content.challenge(), closes_at=NOW + HOUR))

    with django_assert_max_num_queries(4):
        assert len(sealed_items(ada, NOW)) == 50
