"""Who may start what, and what a repeated start leads to."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command

from quizapp.accounts.models import Group, Learner
from quizapp.catalog.models import Mode
from quizapp.sittings import starting
from quizapp.sittings.defaults import POLICIES
from quizapp.sittings.errors import NoPolicy, NotOffered, PolicyDoesNotApply, StartKeyTaken, WindowNotOpen
from quizapp.sittings.models import Policy, Sitting
from quizapp.sittings.policies import policy_for
from tests.factories import content, people
from tests.factories.people import NOW
from tests.factories.sittings import begin, policy

HOUR = timedelta(hours=1)


def test_a_sitting_keeps_terms_and_revisions_of_its_start(ada: Learner, challenge: Mode) -> None:
    sitting = begin(ada, challenge)
    first = sitting.problems.get(position=1)
    item = first.revision.item
    item.published = None
    item.save()
    Policy.objects.update(attempts=5)
    kept = Sitting.objects.get(pk=sitting.pk)
    assert kept.terms.attempts == 2
    assert [problem.position for problem in kept.problems.all()] == [1, 2, 3, 4, 5]
    assert all(problem.seconds == 120 and problem.counts_on_board for problem in kept.problems.all())
    assert (kept.timed, kept.started_at, kept.closed_at) == (True, NOW, None)


def test_the_open_sitting_is_resumed(ada: Learner, challenge: Mode) -> None:
    assert begin(ada, challenge) == begin(ada, challenge, NOW + timedelta(minutes=10))
    assert Sitting.objects.count() == 1


def test_a_repeated_start_key_leads_to_the_sitting_it_began_even_after_its_end(ada: Learner, challenge: Mode) -> None:
    terms, key = policy_for(ada, challenge), uuid4()
    first = starting.start(ada, challenge, terms, terms.group, key, 1, NOW)
    assert starting.start(ada, challenge, terms, terms.group, key, 2, NOW) == first
    assert starting.start(ada, challenge, terms, terms.group, key, 3, NOW + 24 * HOUR) == first
    assert Sitting.objects.count() == 1


def test_a_start_key_of_somebody_else_is_refused(ada: Learner, ben: Learner, challenge: Mode) -> None:
    terms, key = policy_for(ada, challenge), uuid4()
    starting.start(ada, challenge, terms, terms.group, key, 1, NOW)
    with pytest.raises(StartKeyTaken):
        starting.start(ben, challenge, terms, terms.group, key, 1, NOW)


def test_a_sitting_over_by_the_clock_is_closed_before_another_begins(ada: Learner, challenge: Mode) -> None:
    first = begin(ada, challenge)
    second = begin(ada, challenge, NOW + HOUR)
    first.refresh_from_db()
    assert second != first
    assert (first.closed_at, first.closed_because) == (NOW + HOUR / 2, Sitting.Closed.LEFT)


def test_a_mode_with_anything_unpublished_is_not_offered(ada: Learner) -> None:
    pattern = content.pattern()
    items = [content.published_question(pattern), content.draft_question(pattern)]
    with pytest.raises(NotOffered, match=items[1].slug):
        begin(ada, content.mode(pattern, "challenge", items))


def test_a_mode_with_nothing_in_it_is_not_offered(ada: Learner) -> None:
    with pytest.raises(NotOffered):
        begin(ada, content.mode(content.pattern(), "challenge", []))


def test_extra_time_of_policy_and_learner_multiply(challenge: Mode) -> None:
    slow = people.guest(extra_time=1.5)
    sitting = begin(slow, challenge, under=policy(extra_time=1.25))
    assert {problem.seconds for problem in sitting.problems.all()} == {225}


def test_a_key_on_an_authors_word_does_not_count_on_boards(ada: Learner) -> None:
    sitting = begin(ada, content.challenge(on_word=(2, 4)))
    assert [problem.counts_on_board for problem in sitting.problems.all()] == [True, False, True, False, True]


def test_practice_has_no_clock(ada: Learner) -> None:
    sitting = begin(ada, content.practice())
    assert not sitting.timed
    assert {problem.seconds for problem in sitting.problems.all()} == {None}


def test_a_window_bounds_the_start(ada: Learner, challenge: Mode) -> None:
    exam = policy(opens_at=NOW, closes_at=NOW + HOUR)
    for moment in (NOW - timedelta(seconds=1), NOW + HOUR):
        with pytest.raises(WindowNotOpen):
            begin(ada, challenge, moment, under=exam)
    assert begin(ada, challenge, NOW, under=exam).terms.closes_at == NOW + HOUR


def test_a_policy_of_another_mode_group_or_challenge_does_not_apply(ada: Learner, challenge: Mode) -> None:
    everyone, other = Group.everyone(), people.group("others")
    for wrong in (policy(mode_slug="practice"), policy(mode=content.challenge()), policy(group=other)):
        with pytest.raises(PolicyDoesNotApply):
            starting.start(ada, challenge, wrong, everyone, uuid4(), 1, NOW)
    theirs = policy(group=other)
    with pytest.raises(PolicyDoesNotApply):
        starting.start(ada, challenge, theirs, other, uuid4(), 1, NOW)


def test_the_most_specific_policy_is_taken(ada: Learner, ben: Learner, challenge: Mode) -> None:
    assert policy_for(None, challenge).slug == "challenge"
    for_this = policy("for-this", mode=challenge)
    assert policy_for(ada, challenge) == for_this
    theirs = policy("theirs", group=people.group("class", ben))
    assert policy_for(ben, challenge) == theirs
    assert policy_for(ada, challenge) == for_this


def test_a_mode_without_policy_says_so(ada: Learner) -> None:
    with pytest.raises(NoPolicy):
        policy_for(ada, content.mode(content.pattern(), "flashcards", []))


def test_a_learner_merged_meanwhile_goes_on_as_the_one_it_became(ada: Learner, ben: Learner, challenge: Mode) -> None:
    Learner.objects.filter(pk=ada.pk).update(merged_into=ben)
    assert begin(ada, challenge).learner == ben


@pytest.mark.django_db(transaction=True)
def test_the_default_policies_come_back_after_a_flush_and_keep_what_was_changed() -> None:
    call_command("flush", interactive=False, verbosity=0)
    Policy.objects.filter(slug="challenge").update(attempts=3)
    call_command("migrate", verbosity=0)
    attempts = dict(Policy.objects.values_list("slug", "attempts"))
    assert attempts.keys() == POLICIES.keys()
    assert (attempts["challenge"], attempts["practice"]) == (3, 8)
