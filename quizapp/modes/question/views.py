"""A question's trace and what-if pages; they read what runs found, and write nothing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizapp.accounts.requests import LearnerRequest
from quizapp.evidence.behind import found
from quizapp.modes.question.access import open_revision
from quizapp.modes.question.forms import GuessForm, StepForm
from quizapp.modes.question.trace_page import trace_page
from quizapp.modes.question.what_if import what_if as what_if_page


@require_safe
@never_cache
def trace(request: LearnerRequest, slug: str) -> HttpResponse:
    """The program line by line, with values and shapes."""
    revision = open_revision(request, slug)
    explained = found(revision) if revision is not None else None
    traced = explained.trace if explained is not None and explained.has_trace else None
    if revision is None or revision.program is None or explained is None or traced is None:
        return _kept_back(request)
    form = StepForm(request.GET)
    wanted = form.cleaned_data["step"] if form.is_valid() else None
    program = revision.program
    context = {
        "section": "learn",
        "question": revision.question,
        "item": revision.item,
        "page": trace_page(traced, program.source, program.runtime, explained, wanted),
        "has_what_if": bool(explained.distractors or explained.proposals),
    }
    return render(request, "modes/question/trace.html", context)


@require_safe
@never_cache
def what_if(request: LearnerRequest, slug: str) -> HttpResponse:
    """Approved slips as changes of the program: guess what each prints, then see."""
    revision = open_revision(request, slug)
    explained = found(revision) if revision is not None else None
    form = GuessForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"change": None, "guess": None}
    page = what_if_page(revision.question, explained, **asked) if revision is not None and explained else None
    if revision is None or explained is None or page is None:
        return _kept_back(request)
    context = {
        "section": "learn",
        "question": revision.question,
        "item": revision.item,
        "page": page,
        "has_trace": explained.has_trace,
    }
    return render(request, "modes/question/what_if.html", context)


def _kept_back(request: LearnerRequest) -> HttpResponse:
    """The same for a question that is kept back, that was not answered, and that there is not: it tells nothing."""
    return render(request, "modes/question/kept_back.html", {"section": "learn"}, status=404)
