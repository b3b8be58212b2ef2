"""Reporting a problem with a question, and the replies to what one has reported."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.learners import ensure_learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.content import ItemType
from quizapp.catalog.models import ItemRevision
from quizapp.errata.forms import ObjectionForm
from quizapp.errata.models import Objection
from quizapp.errata.objecting import object_to, problem_of
from quizapp.sittings.sealing import KEPT_BACK, sealed_items
from quizapp.web.ratelimit import limited

LISTED = 200
"""How many of one's reports the page lists."""


@require_GET
@never_cache
def report(request: LearnerRequest, revision_id: int) -> HttpResponse:
    """The form: which question, what is wrong."""
    return _form_page(request, _revision(request, revision_id), ObjectionForm(initial={"key": uuid.uuid4()}))


@require_POST
@limited("report", per_learner=5, per_address=120, seconds=600)
def send_report(request: LearnerRequest, revision_id: int) -> HttpResponse:
    """Keep it for the authors, and show it among one's own."""
    revision = _revision(request, revision_id)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _form_page(request, revision, form, status=422)
    said = form.cleaned_data
    learner = ensure_learner(request, said["key"])
    object_to(revision, learner, said["about"], said["text"], key=said["key"], now=request.now)
    messages.success(request, gettext("Thank you. The authors have it, and their reply will stand here."))
    return redirect("reports")


@require_GET
@never_cache
def reports(request: LearnerRequest) -> HttpResponse:
    """What the learner reported, where it stands, and what was replied."""
    found = Objection.objects.filter(learner=request.learner) if request.learner else Objection.objects.none()
    found = found.select_related("revision__item__pattern", "problem__sitting")[:LISTED]
    context = {"section": "review", "reports": found, "sealed": sealed_items(request.learner, request.now)}
    return render(request, "errata/reports.html", context)


def _form_page(
    request: LearnerRequest, revision: ItemRevision, form: ObjectionForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "section": "learn",
        "revision": revision,
        "title": KEPT_BACK if _is_sealed(request, revision) else revision.question.title,
        "pattern": revision.item.pattern,
        "form": form,
        "problem": problem_of(request.learner, revision),
    }
    return render(request, "errata/report.html", context, status=status)


def _revision(request: LearnerRequest, revision_id: int) -> ItemRevision:
    """One that learners have got; a sealed one only where the learner has met it."""
    revisions = ItemRevision.objects.filter(published_at__isnull=False, item__type=ItemType.QUESTION)
    found = get_object_or_404(revisions.select_related("item__pattern"), pk=revision_id)
    if _is_sealed(request, found) and problem_of(request.learner, found) is None:
        raise Http404(f"{found} is sealed")
    return found


def _is_sealed(request: LearnerRequest, revision: ItemRevision) -> bool:
    return revision.item_id in sealed_items(request.learner, request.now)
