"""The page of a badge, and sharing it; one's answers, bookmarks and study settings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quizapp.accounts.access import may_see_badge, owns
from quizapp.accounts.learners import ensure_learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.catalog.models import Item
from quizapp.progress import awards, bookmarks
from quizapp.progress.forms import BookmarkForm, ShareForm, StudySettingsForm, SwitchForm
from quizapp.progress.journal import page_of
from quizapp.progress.models import Award, StudySettings
from quizapp.progress.queue import settings_of
from quizapp.progress.study_settings import keep_settings, switch
from quizapp.sittings.sealing import sealed_items
from quizapp.web.ratelimit import limited


@require_GET
@never_cache
def badge(request: LearnerRequest, public_id: UUID) -> HttpResponse:
    """A badge: its owner's alone until shared; to everybody else it is not there."""
    award = _award(public_id)
    if not may_see_badge(award.learner, request.learner, shared=award.shared):
        raise Http404(f"badge {public_id} is private")
    context = {
        "award": award,
        "pattern": award.mode.pattern,
        "own": owns(award.learner, request.learner),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "progress/badge.html", context)


@require_POST
def share(request: LearnerRequest, public_id: UUID) -> HttpResponse:
    """Let everybody with the address see the badge, or nobody any more."""
    award = _award(public_id)
    if not owns(award.learner, request.learner):
        raise Http404(f"badge {public_id} is somebody else's")
    form = ShareForm(request.POST)
    if form.is_valid():
        (awards.share if form.cleaned_data["shared"] else awards.unshare)(award)
    return redirect("badge", public_id)


def _award(public_id: UUID) -> Award:
    return get_object_or_404(
        Award.objects.select_related("learner", "mode__pattern__subject", "sitting"), public_id=public_id
    )


@require_GET
@never_cache
def history(request: LearnerRequest) -> HttpResponse:
    """Everything the learner answered, the latest first."""
    before = request.GET.get("before", "")
    last = int(before) if before.isdecimal() and len(before) < 19 else None
    found = page_of(request.learner, last, sealed_items(request.learner, request.now))
    return render(request, "progress/history.html", {"section": "review", "page": found})


@require_GET
@never_cache
def bookmark_list(request: LearnerRequest) -> HttpResponse:
    """What the learner wanted to find again."""
    found = bookmarks.listed(request.learner, sealed_items(request.learner, request.now))
    return render(request, "progress/bookmarks.html", {"section": "review", "bookmarks": found})


@require_POST
@limited("study")
def bookmark(request: LearnerRequest) -> HttpResponse:
    """Keep a bookmark or drop it, and go back to where the learner was."""
    form = BookmarkForm(request.POST)
    if not form.is_valid():
        return redirect("bookmarks")
    said = form.cleaned_data
    item = get_object_or_404(Item.objects.filter(published__isnull=False), revisions=said["revision"])
    learner = ensure_learner(request)
    if said["kept"]:
        bookmarks.keep(learner, item, request.now)
    else:
        bookmarks.drop(learner, item)
    return _back(request, said["back"], "bookmarks")


@require_GET
@never_cache
def study_settings(request: LearnerRequest) -> HttpResponse:
    """How the learner wants to study."""
    settings = settings_of(request.learner) if request.learner is not None else StudySettings()
    form = StudySettingsForm(learner=request.learner, settings=settings)
    return render(request, "progress/settings.html", {"section": "review", "form": form})


@require_POST
@limited("study")
def keep_study_settings(request: LearnerRequest) -> HttpResponse:
    """Keep them."""
    learner = ensure_learner(request)
    form = StudySettingsForm(request.POST, learner=learner, settings=settings_of(learner))
    if not form.is_valid():
        return render(request, "progress/settings.html", {"section": "review", "form": form}, status=422)
    keep_settings(learner, form.cleaned_data)
    messages.success(request, gettext("Your study settings are kept."))
    return redirect("study-settings")


@require_POST
@limited("study")
def switch_study_setting(request: LearnerRequest) -> HttpResponse:
    """Turn keys or the clock on or off, and go back to where the learner was."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return redirect("study-settings")
    switch(ensure_learner(request), form.cleaned_data["what"], on=form.cleaned_data["value"])
    return _back(request, form.cleaned_data["back"], "study-settings")


def _back(request: LearnerRequest, address: str, otherwise: str) -> HttpResponse:
    """To the page the learner came from, if it is one of ours."""
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(address if own else otherwise)
