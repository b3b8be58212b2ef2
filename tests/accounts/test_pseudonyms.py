"""Pseudonyms are kind, many, and never somebody else's."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.accounts import learners, pseudonyms
from quizapp.accounts.errors import NoPseudonymFree
from quizapp.accounts.models import Learner
from tests.factories.people import NOW


class Stuck(Random):
    """Chance that says the same again, a number of times."""

    def __init__(self, times: int) -> None:
        super().__init__(1)
        self.times = times
        self.first = self.getstate()

    def choice(self, seq):  # type: ignore[no-untyped-def]  # as in random
        if self.times and seq is pseudonyms.ADJECTIVES:
            self.times -= 1
            self.setstate(self.first)
        return super().choice(seq)


def test_same_chance_gives_the_same_pseudonym() -> None:
    assert pseudonyms.make(Random(7)) == pseudonyms.make(Random(7))


def test_pseudonym_is_adjective_noun_and_number() -> None:
    for seed in range(200):
        adjective, noun, number = pseudonyms.make(Random(seed)).split()
        assert adjective in pseudonyms.ADJECTIVES
        assert noun in pseudonyms.NOUNS
        assert 10 <= int(number) <= pseudonyms.HIGHEST


@pytest.mark.parametrize("words", [pseudonyms.ADJECTIVES, pseudonyms.NOUNS])
def test_word_lists_are_long_and_without_doubles(words: tuple[str, ...]) -> None:
    assert len(words) >= 100
    assert len({word.casefold() for word in words}) == len(words)


def test_longest_pseudonym_fits() -> None:
    longest = max(map(len, pseudonyms.ADJECTIVES)) + max(map(len, pseudonyms.NOUNS)) + 2 + len(str(pseudonyms.HIGHEST))
    assert longest <= (Learner._meta.get_field("pseudonym").max_length or 0)


@pytest.mark.django_db
def test_taken_pseudonym_is_tried_again() -> None:
    first = learners.make_learner(NOW, Stuck(1))
    second = learners.make_learner(NOW, Stuck(3))
    assert first.pseudonym != second.pseudonym


@pytest.mark.django_db
def test_broken_chance_is_told_and_not_tried_for_ever() -> None:
    learners.make_learner(NOW, Stuck(1))
    with pytest.raises(NoPseudonymFree):
        learners.make_learner(NOW, Stuck(1000))
