from __future__ import annotations

from typing import Any

import pytest

from quizapp.evidence.classing import ALARMS, Difference, Seen, classify
from runner.comparison import matches
from runner.protocol import Expectation, Verdict

PROVEN, REFUTED = Verdict.PROVEN, Verdict.REFUTED
UNSTABLE, INCONCLUSIVE = Verdict.UNSTABLE, Verdict.INCONCLUSIVE


def expectation(key: str, *others: str, **comparison: Any) -> Expectation:
    texts = {"key": key, **{f"other-{number}": text for number, text in enumerate(others or ("nothing",))}}
    choices = [{"id": name, "text": text} for name, text in texts.items()]
    return Expectation.from_dict({"choices": choices, "key": "key", "comparison": comparison})


def seen(output: str, of: Expectation, exception: str = "", **fields: Any) -> Seen:
    """What a run that printed ``output`` is judged to be."""
    relation, tolerance = of.comparison.relation, of.comparison.tolerance
    matched = [each.id for each in of.choices if matches(relation, tolerance, output, exception, each.text)]
    verdict = PROVEN if matched == [of.key] else REFUTED
    return Seen(verdict, output, matched[0] if len(matched) == 1 else None, exception, **fields)


def difference(before: str, after: str, of: Expectation) -> Difference | None:
    return classify(seen(before, of), seen(after, of), of)


def test_equal_outputs_are_the_same() -> None:
    assert difference("2\n", "2\n", expectation("2")) == Difference.SAME


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[1.5, 2]\n", "[np.float64(1.5), np.int64(2)]\n"),
        ("True\n", "np.True_\n"),
        ("[1 2\n 3]\n", "[1 2 3]\n"),
        ("[[1.  2.]]\n", "[[1. 2.]]\n"),
        ("[1. 2.]\n", "[1.0 2.0]\n"),
        ("{'a': 1,'b': 2}\n", "{'a': 1, 'b': 2}\n"),
    ],
)
def test_how_a_value_is_written_is_formatting(before: str, after: str) -> None:
    assert difference(before, after, expectation(before)) == Difference.FORMATTING


def test_formatting_is_a_change_where_the_author_counts_every_character() -> None:
    assert difference("[1.  2.]", "[1. 2.]", expectation("[1.  2.]", relation="exact")) == Difference.CHANGED


def test_formatting_is_a_change_where_it_is_all_that_tells_two_choices_apart() -> None:
    assert difference("[1. 2.]", "[1.  2.]", expectation("[1. 2.]", "[1.0  2.0]")) == Difference.CHANGED


def test_an_order_that_the_author_says_does_not_matter_is_formatting() -> None:
    assert difference("a\nb", "b\na", expectation("a\nb", relation="multiset")) == Difference.FORMATTING


def test_numbers_within_the_declared_tolerance_drift() -> None:
    of = expectation("loss 0.51", relation="numbers", tolerance=0.02)
    assert difference("loss 0.51", "loss 0.52", of) == Difference.DRIFT
    assert difference("loss 0.51", "loss 0.54", of) == Difference.CHANGED
    count = expectation("about 100", relation="numbers", tolerance=5.0)
    assert difference("about 100", "about 103", count) == Difference.DRIFT


def test_without_a_tolerance_only_the_last_digits_drift() -> None:
    of = expectation("0.2645751350489357")
    assert difference("0.2645751350489357", "0.26457512378692627", of) == Difference.DRIFT
    assert difference("0.2645751350489357", "0.26458", of) == Difference.CHANGED


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("[0.26457513504 nan inf]", "[0.26457513509 nan inf]", Difference.DRIFT),
        ("[0.5 inf]", "[0.5 1e300]", Difference.CHANGED),
        ("[0.5 inf]", "[0.5 -inf]", Difference.CHANGED),
        ("[0.5 nan]", "[0.5 0.5]", Difference.CHANGED),
    ],
)
@pytest.mark.parametrize("tolerance", [None, 0.1])
def test_what_is_no_number_or_has_no_end_drifts_to_nothing_else(
    before: str, after: str, found: Difference, tolerance: float | None
) -> None:
    terms = {} if tolerance is None else {"relation": "numbers", "tolerance": tolerance}
    assert difference(before, after, expectation(before, **terms)) == found


def test_a_drift_towards_another_choice_is_a_change() -> None:
    of = expectation("0.30000000149", "0.3")
    assert difference("0.30000000149", "0.30000001192", of) == Difference.CHANGED


@pytest.mark.parametrize(("before", "after"), [("3", "3.0"), ("1000000", "1000001"), ("float64", "float32")])
def test_another_type_count_or_word_is_a_change(before: str, after: str) -> None:
    assert difference(before, after, expectation(before)) == Difference.CHANGED


def test_an_output_that_equals_another_choice_is_a_change() -> None:
    assert difference("2", "11", expectation("2", "11")) == Difference.CHANGED


def test_a_new_kind_of_warning_is_a_class_of_its_own() -> None:
    of = expectation("4.0")
    after = seen("4.0", of, warnings=("DeprecationWarning: trapz is deprecated",))
    assert classify(seen("4.0", of), after, of) == Difference.WARNING
    assert classify(after, seen("4.0", of), of) == Difference.FORMATTING


def test_a_warning_in_other_words_is_formatting() -> None:
    of = expectation("4.0")
    before, after = (seen("4.0", of, warnings=(f"UserWarning: {text}",)) for text in ("old", "new"))
    assert classify(before, after, of) == Difference.FORMATTING


def test_a_change_weighs_more_than_a_new_warning() -> None:
    of = expectation("4.0")
    assert classify(seen("4.0", of), seen("5.0", of, warnings=("UserWarning: x",)), of) == Difference.CHANGED


def test_raising_and_no_longer_raising() -> None:
    of = expectation("301", "OverflowError")
    before, after = seen("301", of), seen("", of, "OverflowError")
    assert classify(before, after, of) == Difference.RAISES
    assert classify(after, before, of) == Difference.NO_LONGER_RAISES


def test_an_exception_in_other_words_or_from_another_module_is_formatting() -> None:
    of = expectation("ValueError")
    before = seen("", of, "ValueError", message="old words")
    assert classify(before, seen("", of, "ValueError", message="new words"), of) == Difference.FORMATTING
    axis = expectation("AxisError")
    moved = classify(seen("", axis, "numpy.AxisError"), seen("", axis, "numpy.exceptions.AxisError"), axis)
    assert moved in {Difference.SAME, Difference.FORMATTING}


def test_another_exception_is_a_change() -> None:
    of = expectation("ValueError", "TypeError")
    assert classify(seen("", of, "ValueError"), seen("", of, "TypeError"), of) == Difference.CHANGED


def test_stability_is_compared_before_outputs() -> None:
    of = expectation("7")
    stable, unstable = seen("7", of), Seen(UNSTABLE, "3")
    assert classify(stable, unstable, of) == Difference.BECAME_UNSTABLE
    assert classify(unstable, stable, of) == Difference.BECAME_STABLE
    assert classify(unstable, Seen(UNSTABLE, "4"), of) == Difference.SAME


def test_what_was_inconclusive_is_no_difference() -> None:
    of = expectation("7")
    assert classify(seen("7", of), Seen(INCONCLUSIVE, ""), of) is None
    assert classify(Seen(INCONCLUSIVE, ""), seen("7", of), of) is None


def test_only_what_may_make_a_key_wrong_raises_an_alarm() -> None:
    assert {
        Difference.SAME,
        Difference.FORMATTING,
        Difference.DRIFT,
        Difference.WARNING,
        Difference.BECAME_STABLE,
    } == set(Difference) - ALARMS
