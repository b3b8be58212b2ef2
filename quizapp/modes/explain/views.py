"""The open questions of a pattern: write, then tick what the answer covers."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.learners import ensure_learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.content import ItemType, OpenQuestion
from quizapp.catalog.models import Item, ItemRevision
from quizapp.modes.beginning import mode_page, pattern_page
from quizapp.modes.explain.declaration import MODE
from quizapp.modes.explain.forms import ExplanationForm, TicksForm
from quizapp.modes.explain.prompts import prompts_of
from quizapp.progress import studying
from quizapp.progress.bookmarks import is_kept
from quizapp.progress.models import Answer
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def explain(request: LearnerRequest, slug: str) -> HttpResponse:
    """The open questions to choose from."""
    context = mode_page(request, slug, MODE)
    return render(request, "modes/explain.html", {**context, "prompts": prompts_of(context["mode"], request.learner)})


@require_GET
@never_cache
def prompt(request: LearnerRequest, slug: str, item_slug: str) -> HttpResponse:
    """One open question, and room to answer it."""
    item = _item(slug, item_slug)
    form = ExplanationForm(initial={"key": uuid.uuid4(), "revision": item.published_id})
    return _prompt(request, item, form)


@require_POST
@limited("study")
def write(request: LearnerRequest, slug: str, item_slug: str) -> HttpResponse:
    """Keep what was written, then show what it is held against; also where the question was retired meanwhile."""
    items = Item.objects.filter(pattern__slug=slug, type=ItemType.OPEN_QUESTION, published__isnull=False)
    item = get_object_or_404(items.select_related("published", "pattern__subject"), slug=item_slug)
    form = ExplanationForm(request.POST)
    if not form.is_valid():
        return _prompt(request, item, form, status=422)
    said = form.cleaned_data
    seen = ItemRevision.objects.filter(item=item, pk=said["revision"], published_at__isnull=False).first()
    assert item.published is not None
    learner = ensure_learner(request, said["key"])
    answer = studying.write(learner, seen or item.published, said["text"], key=said["key"], now=request.now)
    return redirect("explanation", answer.key)


@require_GET
@never_cache
def explanation(request: LearnerRequest, key: UUID) -> HttpResponse:
    """What was written beside the concepts of a good answer, to be ticked once."""
    answer = _own(request, key)
    content = answer.revision.body
    assert isinstance(content, OpenQuestion)
    ticked = answer.said.get("ticked")
    concepts = [(number, text, ticked is not None and number in ticked) for number, text in enumerate(content.concepts)]
    context = {
        **pattern_page(request, answer.item.pattern, MODE),
        "answer": answer,
        "item": answer.item,
        "content": content,
        "concepts": concepts,
        "covered": len(ticked) if ticked is not None else None,
        "changed": answer.item.published_id != answer.revision_id,
    }
    return render(request, "modes/explanation.html", context)


@require_POST
@limited("study")
def tick(request: LearnerRequest, key: UUID) -> HttpResponse:
    """Keep which concepts were covered, once."""
    answer = _own(request, key)
    form = TicksForm(request.POST)
    content = answer.revision.body
    assert isinstance(content, OpenQuestion)
    if form.is_valid():
        studying.tick(answer, form.cleaned_data["covered"], len(content.concepts), request.now)
    return redirect("explanation", key)


def _prompt(request: LearnerRequest, item: Item, form: ExplanationForm, *, status: int = 200) -> HttpResponse:
    assert item.published is not None
    context = {
        **pattern_page(request, item.pattern, MODE),
        "item": item,
        "content": item.published.body,
        "form": form,
        "kept": is_kept(request.learner, item.published.pk),
    }
    return render(request, "modes/explain_prompt.html", context, status=status)


def _item(slug: str, item_slug: str) -> Item:
    items = Item.objects.ready().filter(pattern__slug=slug, type=ItemType.OPEN_QUESTION)
    return get_object_or_404(items.select_related("published", "pattern__subject"), slug=item_slug)


def _own(request: LearnerRequest, key: UUID) -> Answer:
    """The learner's own; anybody else's is not there."""
    if request.learner is None:
        raise Http404("a visitor has written nothing")
    answers = Answer.objects.filter(learner=request.learner, type=ItemType.OPEN_QUESTION)
    return get_object_or_404(answers.select_related("revision", "item__pattern__subject", "learner"), key=key)
