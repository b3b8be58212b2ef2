"""One module for each type of item, with the form that edits what it says; all of one shape.

An editor shows content, or what was posted, as Django forms, and turns them back into content. The models of
``catalog.content`` decide what is right; what they refuse is shown at the field it is about.
"""

from __future__ import annotations

from typing import Protocol

from django.http import QueryDict

from quizapp.authoring.editors.card import CardEditor
from quizapp.authoring.editors.lesson import LessonEditor
from quizapp.authoring.editors.open_question import OpenQuestionEditor
from quizapp.authoring.editors.question import QuestionEditor
from quizapp.catalog.body import Body
from quizapp.catalog.content import Card, ItemType, OpenQuestion, Question
from quizapp.catalog.lesson import Lesson


class Editor(Protocol):
    """What the editing page needs of the form of any type of item."""

    template: str

    def content(self) -> Body | None:
        """What the forms say; ``None`` when that is not right, which they then show."""


def editor_of(item_type: str, posted: QueryDict | None, content: Body | None) -> Editor:
    """The editor for items of ``item_type``, filled with what was posted, or else with ``content``."""
    match ItemType(item_type):
        case ItemType.QUESTION:
            return QuestionEditor(posted, content if isinstance(content, Question) else None)
        case ItemType.CARD:
            return CardEditor(posted, content if isinstance(content, Card) else None)
        case ItemType.OPEN_QUESTION:
            return OpenQuestionEditor(posted, content if isinstance(content, OpenQuestion) else None)
        case ItemType.LESSON:
            return LessonEditor(posted, content if isinstance(content, Lesson) else None)
