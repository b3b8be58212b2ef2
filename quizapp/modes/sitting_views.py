"""The pages of a sitting: its problems one at a time, what a learner does with them, and the result.

Each step is a POST that leads to a page; where htmx asks, the page's part comes back at once instead.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import push_url

from quizapp.accounts.requests import LearnerRequest
from quizapp.errata.lines import errata_of
from quizapp.modes.forms import AnswerForm
from quizapp.modes.keys import SITTING_KEYS
from quizapp.modes.offers import offers_of
from quizapp.modes.outcome import outcome_of
from quizapp.modes.problem_page import problem_page, steps
from quizapp.modes.sharing import result_text
from quizapp.modes.test.declaration import MODE as TEST
from quizapp.modes.test.findings import findings_of
from quizapp.modes.whereabouts import Whereabouts, whereabouts_of
from quizapp.progress.bookmarks import is_kept
from quizapp.progress.queue import settings_of
from quizapp.sittings import answering, closing
from quizapp.sittings.answering import Answered, AnswerValue
from quizapp.sittings.errors import AnotherClockRuns, HintsNotAllowed, NoSuchProblem, NotOpened
from quizapp.sittings.models import Sitting
from quizapp.sittings.sealing import anything_sealed
from quizapp.sittings.showing import ProblemShown, SittingShown, sitting_shown
from quizapp.web.durations import spoken
from quizapp.web.ratelimit import limited

_REFUSALS = {
    AnswerValue.REFUSED_ENDED: gettext_lazy("This problem was over already; nothing was changed."),
    AnswerValue.REFUSED_NOT_OPEN: gettext_lazy("Open the problem first, then answer."),
    AnswerValue.REFUSED_CROSSED_OUT: gettext_lazy("You tried that one before. It cost you nothing this time."),
    AnswerValue.REFUSED_UNKNOWN: gettext_lazy("That is not one of the answers. It cost you nothing."),
    AnswerValue.REFUSED_SEALED: gettext_lazy("This question is kept back for now. Your answer cost you nothing."),
}


@require_GET
@never_cache
def sitting(request: LearnerRequest, public_id: UUID) -> HttpResponse:
    """Where the learner is now: a problem, or the result once it is over."""
    shown = sitting_shown(_own_sitting(request, public_id), request.now)
    position = _here(shown)
    if position is None:
        return redirect("sitting-result", public_id)
    return redirect("sitting-problem", public_id, position)


@require_GET
@never_cache
def problem(request: LearnerRequest, public_id: UUID, position: int) -> HttpResponse:
    """One problem: closed, open, or ended with its explanation."""
    return _problem_response(request, _own_sitting(request, public_id), position)


@require_POST
@limited("sitting")
def open_problem(request: LearnerRequest, public_id: UUID, position: int) -> HttpResponse:
    """Start the problem's clock."""
    own = _own_sitting(request, public_id)
    try:
        answering.open_problem(own, position, request.now)
    except NoSuchProblem as error:
        raise Http404(str(error)) from error
    except AnotherClockRuns as error:
        messages.info(request, gettext("The clock of this problem is still running."))
        position = error.position
    return _answered(request, own, position)


@require_POST
@limited("sitting")
def answer(request: LearnerRequest, public_id: UUID, position: int) -> HttpResponse:
    """One attempt."""
    own = _own_sitting(request, public_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _problem_response(request, own, position, status=422, nothing_chosen=True)
    choice, key = form.cleaned_data["choice"], form.cleaned_data["key"]
    try:
        answered = answering.answer(own, position, choice, key, request.now)
    except NoSuchProblem as error:
        raise Http404(str(error)) from error
    if answered.value is not AnswerValue.ACCEPTED:
        messages.warning(request, _refusal(answered))
    response = _answered(request, own, position)
    # For the page that keeps an answer until it knows what became of it.
    response["Answer"] = answered.value.value
    return response


def _refusal(answered: Answered) -> str:
    if answered.late_by is None:
        return str(_REFUSALS[answered.value])
    late = spoken(-(-answered.late_by // timedelta(seconds=1)))
    return gettext("That answer reached us %(late)s after the time was up, so it could not count.") % {"late": late}


@require_POST
@limited("sitting")
def hint(request: LearnerRequest, public_id: UUID, position: int) -> HttpResponse:
    """Show the hint, at its price."""
    own = _own_sitting(request, public_id)
    try:
        answering.take_hint(own, position, request.now)
    except NoSuchProblem as error:
        raise Http404(str(error)) from error
    except NotOpened:
        messages.warning(request, gettext("Open the problem first."))
    except HintsNotAllowed:
        messages.warning(request, gettext("There are no hints here."))
    return _answered(request, own, position)


@require_POST
@limited("sitting")
def give_up(request: LearnerRequest, public_id: UUID, position: int) -> HttpResponse:
    """End the problem and show why the answer is what it is."""
    own = _own_sitting(request, public_id)
    try:
        answering.give_up(own, position, request.now)
    except NoSuchProblem as error:
        raise Http404(str(error)) from error
    except NotOpened:
        messages.warning(request, gettext("Open the problem first."))
    return _answered(request, own, position)


@require_POST
@limited("sitting")
def stop(request: LearnerRequest, public_id: UUID) -> HttpResponse:
    """End the whole sitting now."""
    closing.stop(_own_sitting(request, public_id), request.now)
    return redirect("sitting-result", public_id)


@require_GET
@never_cache
def result(request: LearnerRequest, public_id: UUID) -> HttpResponse:
    """Every problem again, with what was answered and why; the total, the badge and the rank."""
    own = _own_sitting(request, public_id)
    shown = sitting_shown(own, request.now)
    if not shown.over:
        return redirect("sitting", public_id)
    errata = errata_of([problem.revision_id for problem in shown.problems if problem.revealed is not None])
    context = {
        **_frame(request, own, shown),
        "problems": [problem_page(problem, errata.get(problem.revision_id, ())) for problem in shown.problems],
        "outcome": outcome_of(own, shown),
    }
    pattern = context["pattern"]
    context["offers"] = offers_of(pattern, None) if pattern is not None else ()
    context["share_text"] = _share_text(request, shown, context)
    if own.mode_slug == TEST.slug:
        context["findings"] = findings_of(shown, context["offers"])
    return render(request, "sittings/result.html", context)


def _share_text(request: LearnerRequest, shown: SittingShown, context: dict[str, Any]) -> str:
    """Empty where the terms keep back what was right."""
    right = [problem.revealed.right for problem in shown.problems if problem.revealed is not None]
    if len(right) < len(shown.problems):
        return ""
    where: Whereabouts = context["where"]
    return result_text(
        title=str(where.title),
        mode=str(where.declaration.title),
        right=right,
        points=shown.points if shown.scored else None,
        ms=shown.ms if shown.timed else None,
        address=request.build_absolute_uri(where.again),
    )


def _own_sitting(request: LearnerRequest, public_id: UUID) -> Sitting:
    """The learner's own; anybody else's is not there."""
    if request.learner is None:
        raise Http404("a visitor has no sittings")
    sittings = Sitting.objects.select_related("mode__pattern__subject", "selection", "learner__study_settings", "group")
    sittings = sittings.annotate(anything_sealed=anything_sealed(request.now))
    return get_object_or_404(sittings, public_id=public_id, learner=request.learner)


def _here(shown: SittingShown, after: int = 0) -> int | None:
    """The problem to go to: one that takes answers, else the next to open; after ``after`` first, then from the top."""
    if shown.over:
        return None
    undecided = [problem for problem in shown.problems if not problem.ended]
    waiting = [problem.position for problem in undecided if not problem.sealed]
    # What is kept back waits last, so that the rest can be gone on with.
    waiting = waiting or [problem.position for problem in undecided]
    if shown.running_position is not None and shown.timed:
        return shown.running_position
    return next((position for position in waiting if position > after), waiting[0] if waiting else None)


def _frame(request: LearnerRequest, own: Sitting, shown: SittingShown) -> dict[str, Any]:
    """What every page of a sitting says around its content."""
    where = whereabouts_of(own)
    return {
        "section": "learn",
        "sitting": own,
        "shown": shown,
        "where": where,
        "mode": own.mode,
        "pattern": where.pattern,
        "declaration": where.declaration,
    }


def _answered(request: LearnerRequest, own: Sitting, position: int) -> HttpResponse:
    """The page after a step: as a redirect, or as the part that htmx puts in place."""
    if not request.htmx:
        return redirect("sitting-problem", own.public_id, position)
    # Read again: the step may have closed the sitting, and the instance at hand does not know.
    response = _problem_response(request, _own_sitting(request, own.public_id), position)
    return push_url(response, reverse("sitting-problem", args=[own.public_id, position]))


def _problem_response(
    request: LearnerRequest, own: Sitting, position: int, *, status: int = 200, nothing_chosen: bool = False
) -> HttpResponse:
    shown = sitting_shown(own, request.now)
    current = _problem_at(shown, position)
    errata = errata_of([current.revision_id] if current.revealed is not None else [])
    context = {
        **_frame(request, own, shown),
        "page": problem_page(current, errata.get(current.revision_id, ())),
        "steps": steps(shown, position),
        "next": _next(shown, position),
        "key": uuid.uuid4(),
        "grace": own.terms.grace_seconds,
        "study": settings_of(own.learner),
        "keys": SITTING_KEYS,
        "nothing_chosen": nothing_chosen,
        "swapped": bool(request.htmx),
        "kept": current.revealed is not None and is_kept(request.learner, current.revision_id),
        "back": reverse("sitting-problem", args=[own.public_id, position]),
    }
    template = "sittings/problem_part.html" if request.htmx else "sittings/problem.html"
    return render(request, template, context, status=status)


def _problem_at(shown: SittingShown, position: int) -> ProblemShown:
    for shown_problem in shown.problems:
        if shown_problem.position == position:
            return shown_problem
    raise Http404(f"the sitting has no problem {position}")


def _next(shown: SittingShown, position: int) -> ProblemShown | None:
    """The problem that the page's way on leads to; None when only the result is left."""
    there = _here(shown, after=position)
    return None if there is None or there == position else _problem_at(shown, there)
