"""What any item's revision may say: the union of the models of all types of item."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from quizapp.catalog.content import Card, OpenQuestion, Question
from quizapp.catalog.lesson import Lesson

Body = Question | Card | OpenQuestion | Lesson
ItemContent = Annotated[Body, Field(discriminator="type")]
