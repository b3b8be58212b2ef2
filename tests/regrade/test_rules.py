"""What a corrected key makes of answers already given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizapp.regrade.rules import Given, Marks, better, marks_under, standing_marks
from quizapp.sittings.scoring import RULE

CHOICES = ("four", "five", "six", "seven")


def answered(*choices: str, hint_after: int | None = None) -> Given:
    """One answer every ten seconds; the problem ended with the last, or a second later where there is none."""
    ms_at = tuple(10_000 * number for number in range(1, len(choices) + 1))
    return Given(choices, ms_at, ms_at[-1] if ms_at else 1000, hint_after)


GIVEN = st.builds(
    lambda choices, hint: answered(*choices, hint_after=hint if hint is None else min(hint, len(choices))),
    st.permutations(CHOICES).flatmap(lambda order: st.integers(0, 4).map(lambda count: order[:count])),
    st.none() | st.integers(0, 4),
)
KEYS = st.sampled_from([*CHOICES, None])


def test_an_answer_is_right_if_its_choice_is_the_key() -> None:
    assert marks_under("five", answered("five")) == Marks((True,), 100, 10_000)
    assert marks_under("five", answered("six")) == Marks((False,), 0, 10_000)
    assert marks_under("five", answered("six", "five")) == Marks((False, True), 50, 20_000)


def test_attempts_after_it_are_given_back_with_their_time() -> None:
    assert marks_under("five", answered("five", "six", "four")) == Marks((True, False, False), 100, 10_000)


def test_a_hint_taken_after_it_costs_nothing() -> None:
    assert marks_under("five", answered("five", "six", hint_after=1)).points == 100
    assert marks_under("five", answered("five", "six", hint_after=0)).points == 80


def test_a_problem_without_answers_earns_nothing() -> None:
    assert marks_under("five", answered()) == Marks((), 0, 1000)


def test_a_void_question_counts_as_full_and_its_time_not_at_all() -> None:
    for given_ in (answered(), answered("six", "seven"), answered("four", hint_after=0)):
        marks = marks_under(None, given_)
        assert (marks.right, marks.points, marks.ms, marks.credited) == (True, RULE.full, 0, True)


def test_whoever_was_right_by_the_old_key_keeps_it() -> None:
    old, new = marks_under("four", answered("four")), marks_under("five", answered("four"))
    assert standing_marks(old, new, strict=False) == old
    assert standing_marks(old, new, strict=True) == new


def test_right_without_points_is_better_than_wrong() -> None:
    assert better(Marks((False,), 0, 10), Marks((True,), 0, 20)).right


@given(GIVEN, KEYS, KEYS)
def test_nobody_loses_unless_it_is_strict(given_: Given, old_key: str | None, new_key: str | None) -> None:
    old, new = marks_under(old_key, given_), marks_under(new_key, given_)
    kept = standing_marks(old, new, strict=False)
    assert kept in {old, new}
    assert (kept.right, kept.points) == max((old.right, old.points), (new.right, new.points))


@given(GIVEN, KEYS, KEYS, st.booleans())
def test_regrading_twice_is_regrading_once(
    given_: Given, old_key: str | None, new_key: str | None, strict: bool
) -> None:
    new = marks_under(new_key, given_)
    once = standing_marks(marks_under(old_key, given_), new, strict=strict)
    assert standing_marks(once, new, strict=strict) == once


@given(GIVEN, KEYS)
def test_points_go_with_right_and_time_never_grows(given_: Given, key: str | None) -> None:
    marks = marks_under(key, given_)
    assert marks.right or marks.points == 0
    assert marks.ms <= given_.ms
    assert sum(marks.rights) <= 1 or marks.credited


@given(GIVEN, st.lists(st.tuples(KEYS, st.booleans()), max_size=5))
def test_after_a_last_strict_correction_only_its_key_matters(
    given_: Given, earlier: list[tuple[str | None, bool]]
) -> None:
    marks = marks_under("four", given_)
    for key, strict in [*earlier, ("six", True)]:
        marks = standing_marks(marks, marks_under(key, given_), strict=strict)
    assert marks == marks_under("six", given_)
