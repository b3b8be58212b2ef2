"""The lesson's page, and committing to an answer on it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.learners import ensure_learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.content import ItemType
from quizapp.catalog.models import Item, ItemRevision, Mode
from quizapp.modes.beginning import find_offered, mode_page, not_offered_now
from quizapp.modes.lesson.declaration import MODE
from quizapp.modes.lesson.forms import CommitForm
from quizapp.modes.lesson.prompts import prompts_of
from quizapp.modes.lesson.showing import lesson_shown
from quizapp.progress import studying
from quizapp.progress.bookmarks import is_kept
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def lesson(request: LearnerRequest, slug: str) -> HttpResponse:
    """The lesson as far as the learner has come; ``?all=1`` shows everything, to whoever returns."""
    context = mode_page(request, slug, MODE)
    revision = _published(context["mode"])
    everything = request.GET.get("all") == "1"
    context |= {
        "revision": revision,
        "shown": lesson_shown(revision, request.learner, everything=everything),
        "everything": everything,
        "kept": is_kept(request.learner, revision.pk),
        "key": uuid.uuid4(),
    }
    return render(request, "modes/lesson.html", context)


@require_POST
@limited("study")
def commit(request: LearnerRequest, slug: str) -> HttpResponse:
    """Keep the choice; the page then shows how it really is."""
    form = CommitForm(request.POST)
    if not form.is_valid():
        messages.warning(request, gettext("Choose one of the answers first."))
        return redirect("lesson", slug)
    said = form.cleaned_data
    lessons = ItemRevision.objects.filter(
        item__pattern__slug=slug, item__type=ItemType.LESSON, published_at__isnull=False
    )
    revision = get_object_or_404(lessons.select_related("item"), pk=said["revision"])
    prompt = prompts_of(revision.lesson).get(said["part"])
    if prompt is None or said["choice"] not in prompt.choices:
        raise Http404("the lesson has no such prompt or choice")
    learner = ensure_learner(request, said["key"])
    right = said["choice"] == prompt.answer
    studying.commit(learner, revision, said["part"], said["choice"], right=right, now=request.now)
    if find_offered(slug, MODE) is None:
        return not_offered_now(request, slug)
    query = "?all=1" if said["everything"] else ""
    return redirect(f"{reverse('lesson', args=[slug])}{query}#{said['part']}")


def _published(mode: Mode) -> ItemRevision:
    item = Item.objects.ready().filter(placements__mode=mode, type=ItemType.LESSON).select_related("published").first()
    if item is None or item.published is None:
        raise Http404(f"{mode} holds no lesson")
    return item.published
