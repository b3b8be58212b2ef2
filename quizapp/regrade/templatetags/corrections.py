"""The quiet note about corrected keys, and the mark of an entry in the history that one touched."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from quizapp.accounts.requests import LearnerRequest
from quizapp.progress.journal import Page
from quizapp.regrade.notes import corrected_problems, note_for

register = template.Library()


@register.inclusion_tag("regrade/note.html", takes_context=True)
def correction_note(context: dict[str, Any]) -> dict[str, Any]:
    """The note of whoever looks at the page, if there is one; one query for a learner."""
    request: HttpRequest = context["request"]
    learner = request.learner if isinstance(request, LearnerRequest) else None
    return {"note": note_for(learner), "request": request}


@register.simple_tag
def corrected_in(page: Page) -> frozenset[int]:
    """Problems on a page of the history that a correction touched; one query."""
    return corrected_problems([entry.answer.problem_id for entry in page.entries if entry.answer.problem_id])
