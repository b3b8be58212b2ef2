"""The front page, the page of a subject and the page of a pattern."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from quizapp.accounts.models import Learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.models import Pattern, Subject
from quizapp.home.listing import listed
from quizapp.home.open_sittings import open_sittings
from quizapp.home.overview import overview
from quizapp.home.sample import OUTPUT, PROGRAM
from quizapp.modes.offers import offers_of, ways_of
from quizapp.progress.activity import activity
from quizapp.progress.models import Award
from quizapp.web.highlighting import lines_of

NEWEST = 3
"""How many patterns the front page shows as new."""


@require_GET
def home(request: LearnerRequest) -> HttpResponse:
    """What was begun, what is new, and every subject."""
    newest = Pattern.objects.learnable().with_modes().newest()[:NEWEST]
    context = {
        "section": "learn",
        "open_sittings": open_sittings(request.learner, request.now),
        "awards": _awards(request.learner),
        "newest": listed(newest),
        "subjects": Subject.objects.with_patterns(),
        "sample": lines_of(PROGRAM.rstrip("\n"), "pytorch"),
        "sample_prints": OUTPUT,
    }
    return render(request, "home/home.html", context)


@require_GET
def subject(request: LearnerRequest, slug: str) -> HttpResponse:
    """A subject and its patterns."""
    found = get_object_or_404(Subject, slug=slug)
    patterns = listed(Pattern.objects.learnable().with_modes().filter(subject=found))
    return render(request, "home/subject.html", {"section": "learn", "subject": found, "patterns": patterns})


@require_GET
def pattern(request: LearnerRequest, slug: str) -> HttpResponse:
    """A pattern: what it is about, how to learn it, how to be tested on it, what comes before and after."""
    found = get_object_or_404(Pattern.objects.select_related("subject"), slug=slug)
    offers = offers_of(found, request.learner, request.now)
    context = {
        "section": "learn",
        "pattern": found,
        "offers": offers,
        "ways": ways_of(offers),
        "before": found.after.all(),
        "after": found.before.all(),
    }
    return render(request, "home/pattern.html", context)


def _awards(learner: Learner | None) -> QuerySet[Award]:
    """The learner's badges, the latest first."""
    if learner is None:
        return Award.objects.none()
    return Award.objects.filter(learner=learner).select_related("mode__pattern")


@require_GET
@never_cache
def progress(request: LearnerRequest) -> HttpResponse:
    """How far one has come, by pattern and subject."""
    context = {
        "section": "review",
        "subjects": overview(request.learner),
        "activity": activity(request.learner, request.now),
    }
    return render(request, "home/progress.html", context)
