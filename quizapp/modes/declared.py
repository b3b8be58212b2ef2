"""The modes that learners can choose; what a pack holds for other modes waits until they are here."""

from __future__ import annotations

from typing import Final

from quizapp.modes.challenge.declaration import MODE as CHALLENGE
from quizapp.modes.cheat_sheet.declaration import MODE as CHEAT_SHEET
from quizapp.modes.declaration import ModeDeclaration
from quizapp.modes.explain.declaration import MODE as EXPLAIN
from quizapp.modes.flashcards.declaration import MODE as FLASHCARDS
from quizapp.modes.lesson.declaration import MODE as LESSON
from quizapp.modes.mixed.declaration import MODE as MIXED
from quizapp.modes.practice.declaration import MODE as PRACTICE
from quizapp.modes.review.declaration import MODE as REVIEW
from quizapp.modes.test.declaration import MODE as TEST

DECLARED: Final[tuple[ModeDeclaration, ...]] = (LESSON, CHEAT_SHEET, FLASHCARDS, EXPLAIN, PRACTICE, TEST, CHALLENGE)
"""Those of a pattern, in the order in which pages list them: from learning to being tested."""

ACROSS: Final[tuple[ModeDeclaration, ...]] = (REVIEW, MIXED)
"""Those that go across patterns; their pages take no pattern."""

BY_SLUG: Final = {declaration.slug: declaration for declaration in (*DECLARED, *ACROSS)}
