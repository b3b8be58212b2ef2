"""A learner's results that a corrected key touched, and putting the note about them away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.requests import LearnerRequest
from quizapp.regrade.notes import changes_told, note_for, put_away
from quizapp.sittings.sealing import sealed_items
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def corrections(request: LearnerRequest) -> HttpResponse:
    """What changed, the latest first."""
    context = {
        "section": "review",
        "changes": changes_told(request.learner, sealed_items(request.learner, request.now)),
        "note": note_for(request.learner),
    }
    return render(request, "regrade/corrections.html", context)


@require_POST
@limited("study")
def seen(request: LearnerRequest) -> HttpResponse:
    """Show the note no more."""
    if request.learner is not None:
        put_away(request.learner, request.now)
    return redirect("corrections")
