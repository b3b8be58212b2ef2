"""One card at a time: of a pattern, or of everything that is due today."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.learners import ensure_learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.content import ItemType
from quizapp.catalog.models import ItemRevision
from quizapp.modes.beginning import find_offered, mode_page, not_offered_now
from quizapp.modes.flashcards.card_page import card_page
from quizapp.modes.flashcards.declaration import MODE
from quizapp.modes.flashcards.forms import RatingForm, UndoForm
from quizapp.modes.keys import CARD_KEYS
from quizapp.progress import studying
from quizapp.progress.memory import Rating
from quizapp.progress.studying import RatedValue
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def flashcards(request: LearnerRequest, slug: str) -> HttpResponse:
    """A pattern's cards: those due, then new ones."""
    context = mode_page(request, slug, MODE)
    context |= {"page": card_page(request.learner, request.now, context["pattern"]), "keys": CARD_KEYS}
    return render(request, "modes/flashcards.html", context)


@require_GET
@never_cache
def due_cards(request: LearnerRequest) -> HttpResponse:
    """The cards of all patterns that are due."""
    context = {
        "section": "review",
        "page": card_page(request.learner, request.now),
        "declaration": MODE,
        "keys": CARD_KEYS,
    }
    return render(request, "modes/due_cards.html", context)


@require_POST
@limited("cards", per_learner=120)
def rate(request: LearnerRequest) -> HttpResponse:
    """Keep a rating, and show the next card."""
    form = RatingForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        cards = ItemRevision.objects.filter(item__type=ItemType.CARD, published_at__isnull=False)
        revision = get_object_or_404(cards.select_related("item"), pk=said["revision"])
        learner = ensure_learner(request, said["key"])
        rated = studying.rate(
            learner, revision, Rating(said["rating"]), seen_reviews=said["seen"], key=said["key"], now=request.now
        )
        if rated.value is RatedValue.STALE:
            messages.info(request, gettext("You had rated that card already; nothing was changed."))
    return _back(request, form)


@require_POST
@limited("cards", per_learner=120)
def undo(request: LearnerRequest) -> HttpResponse:
    """Take the last rating back, and show its card again."""
    form = UndoForm(request.POST)
    if form.is_valid() and request.learner is not None:
        undone = studying.take_back(request.learner, form.cleaned_data["answer"], request.now)
        if not undone:
            messages.info(request, gettext("That rating is not the last one any more; nothing was changed."))
    return _back(request, form)


def _back(request: LearnerRequest, form: RatingForm | UndoForm) -> HttpResponse:
    """To the page the form was on."""
    slug = form.cleaned_data.get("pattern")
    if not slug:
        return redirect("due-cards")
    if find_offered(slug, MODE) is None:
        return not_offered_now(request, slug)
    return redirect("flashcards", slug)
