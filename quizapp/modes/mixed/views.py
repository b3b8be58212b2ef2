"""Choosing what to mix, the page behind the link, and the start."""

from __future__ import annotations

import secrets
import uuid
from math import ceil
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.learners import ensure_learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.kinds import kind_of
from quizapp.modes.forms import StartForm
from quizapp.modes.mixed.declaration import MODE
from quizapp.modes.mixed.forms import MixForm
from quizapp.modes.mixed.mixing import Wanted, mix
from quizapp.modes.selections import begin_selection
from quizapp.sittings.models import Selection, Sitting
from quizapp.sittings.policies import policy_for_selection
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def mixed(request: LearnerRequest) -> HttpResponse:
    """What to mix."""
    return _page(request, MixForm(initial={"key": uuid.uuid4()}))


@require_POST
@limited("start")
def make(request: LearnerRequest) -> HttpResponse:
    """Draw the questions and give them an address."""
    form = MixForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    learner = ensure_learner(request, said["key"])
    wanted = Wanted(patterns=list(said["patterns"]), kinds=said["kinds"], eases=said["levels"], count=said["count"])
    made = mix(learner, wanted, said["key"], secrets.randbits(62), request.now)
    if made is None:
        form.add_error(None, gettext("There is no question of that sort. Choose more patterns, kinds or levels."))
        return _page(request, form, status=422)
    return redirect("mixed-selection", made.public_id)


@require_GET
@never_cache
def selection(request: LearnerRequest, public_id: UUID) -> HttpResponse:
    """What awaits whoever has the link, and the link."""
    found = _selection(public_id)
    context = {
        "section": "review",
        "declaration": MODE,
        "selection": found,
        "kinds": [kind_of(kind).label for kind in found.chosen["kinds"]],
        "asked": found.selected.count(),
        "terms": policy_for_selection(request.learner, found).terms(),
        "length": _length(found.minutes * (request.learner.extra_time if request.learner is not None else 1)),
        "address": request.build_absolute_uri(request.path),
        "sittings": (sittings := _sittings(request, found)),
        "is_open": any(sitting.closed_at is None and sitting.due_at > request.now for sitting in sittings),
        "start_key": uuid.uuid4(),
    }
    return render(request, "modes/mixed_selection.html", context)


@require_POST
@limited("start")
def start(request: LearnerRequest, public_id: UUID) -> HttpResponse:
    """Begin: the one clock runs from here."""
    found = _selection(public_id)
    form = StartForm(request.POST)
    if not form.is_valid():
        return redirect("mixed-selection", public_id)
    key = form.cleaned_data["start_key"]
    learner = ensure_learner(request, key)
    return begin_selection(request, learner, found, key, secrets.randbits(62), otherwise="mixed")


def _page(request: LearnerRequest, form: MixForm, *, status: int = 200) -> HttpResponse:
    context = {"section": "review", "declaration": MODE, "form": form}
    return render(request, "modes/mixed.html", context, status=status)


def _selection(public_id: UUID) -> Selection:
    mixes = Selection.objects.filter(purpose=Selection.Purpose.MIXED)
    return get_object_or_404(mixes, public_id=public_id)


def _sittings(request: LearnerRequest, found: Selection) -> list[Sitting]:
    """The learner's own, the latest first."""
    if request.learner is None:
        return []
    return list(
        Sitting.objects.filter(learner=request.learner, selection=found).with_asked().order_by("-started_at")[:5]
    )


def _length(minutes: float) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", ceil(minutes)) % {"count": floatformat(minutes)}
