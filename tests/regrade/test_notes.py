"""What a learner reads of a corrected key: one quiet note, what changed, and nothing that is kept back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from quizapp.accounts import learners
from quizapp.accounts.models import Learner, User
from quizapp.catalog.models import Item, ItemRevision, Mode
from quizapp.regrade import correcting, job
from quizapp.regrade.models import Change
from quizapp.regrade.notes import changes_told, note_for, put_away
from quizapp.sittings import closing
from quizapp.sittings.models import Policy, Sitting
from tests.factories.content import RIGHT, WRONG
from tests.factories.people import NOW
from tests.factories.sittings import begin, finish, policy, take

NEW = WRONG[0]
HOUR = timedelta(hours=1)
LATER = NOW + 2 * HOUR


def correct(revision: ItemRevision, new_key: str, by: User, *, strict: bool = False) -> None:
    regrade = correcting.ask(revision, new_key, strict=strict, reason="Five it is.", by=by, now=LATER)
    job.finish(regrade.pk, lambda: LATER)


@pytest.fixture
def sitting(ben: Learner, challenge: Mode) -> Sitting:
    """Ben answered the first problem by what is to be the new key, and the second right."""
    begun = begin(ben, challenge)
    take(begun, {1: NEW})
    take(begun, {1: WRONG[1], 2: RIGHT}, start=NOW + timedelta(seconds=20))
    begun.refresh_from_db()
    return begun


@pytest.fixture
def client(ben: Learner) -> Client:
    client = Client()
    assert ben.user is not None
    client.force_login(ben.user)
    return client


@pytest.mark.usefixtures("sitting")
def test_one_note_until_it_is_put_away(ben: Learner, revision: ItemRevision, reviewer: User) -> None:
    assert note_for(ben) is None
    correct(revision, NEW, reviewer)
    note = note_for(ben)
    assert note is not None
    assert (note.results, note.badges, note.lost) == (1, ("Adder",), ())
    put_away(ben, LATER)
    assert note_for(ben) is None
    assert len(changes_told(ben, ())) == 1
    assert changes_told(ben, list(Item.objects.values_list("pk", flat=True))) == ()  # while they are kept back


def test_whoever_is_not_touched_reads_nothing(
    cleo: Learner, sitting: Sitting, revision: ItemRevision, reviewer: User
) -> None:
    correct(revision, NEW, reviewer)
    assert note_for(cleo) is None
    assert note_for(None) is None
    assert changes_told(None, ()) == ()


@pytest.mark.usefixtures("sitting")
def test_the_note_stands_on_the_front_page_and_the_history_and_leads_to_the_rest(
    client: Client, revision: ItemRevision, reviewer: User
) -> None:
    correct(revision, NEW, reviewer)
    for name in ("home", "history"):
        shown = client.get(reverse(name)).content.decode()
        assert shown.count("The answer key of a question you answered was corrected.") == 1
        assert "You have earned a badge by it: Adder." in shown
    assert "key corrected" in client.get(reverse("history")).content.decode()
    told = client.get(reverse("corrections")).content.decode()
    assert "Your answer was right all along." in told
    assert "100, now 200 points" in told
    assert "Five it is." in told

    assert client.post(reverse("corrections-seen")).status_code == 302
    assert "was corrected" not in client.get(reverse("home")).content.decode()
    assert "key corrected" in client.get(reverse("history")).content.decode()


@pytest.mark.usefixtures("sitting")
def test_looking_puts_nothing_away(client: Client, revision: ItemRevision, reviewer: User) -> None:
    correct(revision, NEW, reviewer)
    for name in ("home", "history", "corrections"):
        client.get(reverse(name))
    assert Change.objects.get().seen_at is None
    assert client.get(reverse("corrections-seen")).status_code == 405


def test_who_keeps_points_is_told_that_the_answer_is_not_right_any_more(
    ben: Learner, client: Client, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    sitting = finish(ben, challenge, right=2)
    correct(revision, NEW, reviewer)
    told = client.get(reverse("corrections")).content.decode()
    assert "You keep what it had earned." in told
    assert "200 points, as before" in told
    result = client.get(reverse("sitting-result", args=[sitting.public_id])).content.decode()
    assert "You keep the points that your answer had earned." in result


def test_a_badge_taken_back_is_told_openly(
    ben: Learner, client: Client, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    finish(ben, challenge, right=2)
    correct(revision, NEW, reviewer, strict=True)
    assert "A badge was taken back: Adder." in client.get(reverse("home")).content.decode()
    assert "The badge Adder was taken back." in client.get(reverse("corrections")).content.decode()


def test_a_withdrawn_question_reads_as_one(
    ben: Learner, client: Client, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    sitting = finish(ben, challenge, right=0)
    correct(revision, "", reviewer)
    assert "It counts as full for everybody." in client.get(reverse("corrections")).content.decode()
    result = client.get(reverse("sitting-result", args=[sitting.public_id])).content.decode()
    assert "Withdrawn, counts as full" in result
    assert result.count("Your answer, not right") == 1


@pytest.fixture
def exam(db: None) -> Policy:
    return policy(reveal="at-close", attempts=1, closes_at=NOW + 3 * HOUR)


def test_nothing_is_told_before_the_result_is(
    ben: Learner, challenge: Mode, exam: Policy, revision: ItemRevision, reviewer: User
) -> None:
    take(begin(ben, challenge, under=exam), {1: NEW, 2: RIGHT})
    correct(revision, NEW, reviewer)
    assert Change.objects.count() == 1
    assert (note_for(ben), changes_told(ben, ())) == (None, ())
    put_away(ben, LATER)
    closing.close_left(NOW + 4 * HOUR)
    assert note_for(ben) is not None


def test_where_nothing_is_told_of_single_questions_only_the_total_is(
    ben: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    take(begin(ben, challenge, under=policy(reveal="never", attempts=1)), {1: NEW, 2: RIGHT})
    correct(revision, NEW, reviewer)
    (told,) = changes_told(ben, ())
    assert (told.title, told.reason) == (None, None)
    assert (told.change.total_before, told.change.total_after) == (100, 200)


def test_notes_of_two_learners_that_are_one_are_that_ones(
    ben: Learner, cleo: Learner, challenge: Mode, revision: ItemRevision, reviewer: User
) -> None:
    guest = Learner.objects.create(pseudonym="Guest", created_at=NOW)
    finish(guest, challenge, right=2)
    finish(ben, challenge, right=2, start=NOW + HOUR)
    correct(revision, NEW, reviewer)
    learners.merge(guest, ben, LATER)
    note = note_for(ben)
    assert note is not None
    assert note.results == 2
