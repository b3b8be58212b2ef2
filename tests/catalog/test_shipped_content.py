"""What every shipped pattern holds, as the guide for whoever writes the next one says."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest
from django.conf import settings

from quizapp.catalog.content import Question, QuestionKind
from quizapp.catalog.lesson import Lesson
from quizapp.catalog.loading import read_pack
from quizapp.catalog.pack_contents import PatternContents
from quizapp.web.levels import EASES, ease_of

PATTERNS: Final = [
    pattern
    for folder in sorted(path.parent for path in settings.SHIPPED_PACKS.glob("*/pack.yaml"))
    for pattern in read_pack(folder).patterns
]
MODES: Final = {"lesson", "cheat-sheet", "flashcards", "explain", "practice", "challenge", "test"}
LEAST: Final = {"flashcards": 12, "explain": 3, "practice": 10, "test": 24, "challenge": 5}

each_pattern = pytest.mark.parametrize(
    "contents", [pytest.param(pattern, id=pattern.pattern.slug) for pattern in PATTERNS]
)


def questions(contents: PatternContents, mode: str) -> list[Question]:
    items = {item.slug: item.content for item in contents.items}
    placed = next(each.items for each in contents.pattern.modes if each.mode == mode)
    return [content for slug in placed if isinstance(content := items[slug], Question)]


@each_pattern
def test_every_mode_is_filled(contents: PatternContents) -> None:
    held: dict[str, int] = {each.mode: len(each.items) for each in contents.pattern.modes}

    assert held.keys() == MODES
    assert [mode for mode, least in LEAST.items() if held[mode] < least] == []


@each_pattern
def test_no_question_is_asked_in_two_modes(contents: PatternContents) -> None:
    asked = {item.slug for item in contents.items if isinstance(item.content, Question)}
    placed = Counter(slug for each in contents.pattern.modes for slug in each.items)

    assert [slug for slug, times in placed.items() if slug in asked and times > 1] == []


@each_pattern
def test_a_test_can_be_drawn_from_every_ease_and_kind(contents: PatternContents) -> None:
    asked = questions(contents, "test")
    by_ease = Counter(ease_of(question.level.value) for question in asked)

    assert {question.kind for question in asked} == set(QuestionKind)
    assert [ease for ease in EASES if by_ease[ease] < 8] == []


@each_pattern
def test_practice_goes_from_easy_to_hard(contents: PatternContents) -> None:
    eases = [EASES.index(ease_of(question.level.value)) for question in questions(contents, "practice")]

    assert eases == sorted(eases)
    assert set(eases) == {0, 1, 2}


@each_pattern
def test_outputs_are_predicted_and_pitfalls_are_run(contents: PatternContents) -> None:
    predicted = [each for each in contents.items if getattr(each.content, "kind", None) is QuestionKind.PREDICT_OUTPUT]
    lesson = next(each.content for each in contents.items if isinstance(each.content, Lesson))

    assert len(predicted) >= 6
    assert sum(pitfall.code is not None for pitfall in lesson.pitfalls) >= 4
    assert sum(step.commit is not None for step in lesson.steps) >= 3
