"""Choices keep their order within a sitting, change it between sittings, and give the key no favourite letter."""

from __future__ import annotations

from collections import Counter

from quizapp.sittings.shuffling import shown_order
from tests.factories.content import RIGHT, question, raw_question


def ids(seed: int, position: int = 1, **changes: object) -> list[str]:
    return [choice.id for _, choice in shown_order(question(1, **changes), seed, position)]


def test_the_order_is_the_same_at_every_look_and_differs_between_seeds_and_positions() -> None:
    assert ids(7) == ids(7)
    assert len({tuple(ids(seed)) for seed in range(50)}) > 15
    assert len({tuple(ids(7, position)) for position in range(50)}) > 15


def test_letters_follow_the_shown_order() -> None:
    assert [letter for letter, _ in shown_order(question(1), 3, 1)] == ["A", "B", "C", "D"]


def test_the_key_stands_everywhere_equally_often() -> None:
    places = Counter(ids(seed).index(RIGHT) for seed in range(4000))
    assert set(places) == {0, 1, 2, 3}
    assert all(850 < count < 1150 for count in places.values())


def test_pinned_choices_stay_last() -> None:
    choices = raw_question()["choices"]
    choices[0] = {**choices[0], "pin_last": True}
    assert all(ids(seed, choices=choices)[-1] == "five" for seed in range(50))


def test_a_question_that_is_not_shuffled_keeps_its_order() -> None:
    assert all(ids(seed, shuffle=False) == ["five", "four", "six", "seven"] for seed in range(20))
