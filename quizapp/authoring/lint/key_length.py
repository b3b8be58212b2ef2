"""The key should not be the longest choice more often than chance would have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quizapp.catalog.content import Question
from quizapp.catalog.errors import PackProblem
from quizapp.catalog.pack_contents import PackContents

MOST: Final = 0.4
"""Share of questions in which the key may be longer than every other choice."""
FEWEST: Final = 5
"""With fewer questions than this a share says nothing."""


def findings(pack: PackContents) -> Iterator[PackProblem]:
    for pattern in pack.patterns:
        questions = [item.content for item in pattern.items if isinstance(item.content, Question)]
        # What a program prints is as long as it is, so only prose and code that somebody worded count.
        worded = [question for question in questions if not question.is_executed]
        longest = [question for question in worded if _key_is_longest(question)]
        if len(worded) >= FEWEST and len(longest) > MOST * len(worded):
            titles = ", ".join(repr(question.title) for question in longest)
            message = f"the key is the longest choice in {len(longest)} of {len(worded)} questions: {titles}"
            yield PackProblem(str(pattern.folder / "questions"), 0, 0, "", message)


def _key_is_longest(question: Question) -> bool:
    others = [len(choice.shown) for choice in question.choices if choice.id != question.key]
    return len(question.choice(question.key).shown) > max(others)
