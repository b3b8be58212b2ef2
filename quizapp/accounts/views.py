"""The page of one's own account, and the forms on it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quizapp.accounts import browser_zone, deleting, names, time_zones
from quizapp.accounts.errors import CannotDelete, NameNotAllowed
from quizapp.accounts.forms import DeleteForm, NameForm, TimeZoneForm
from quizapp.accounts.learners import ensure_learner
from quizapp.accounts.own_data import collect
from quizapp.accounts.requests import LearnerRequest
from quizapp.web.ratelimit import limited


@require_safe
def account(request: LearnerRequest) -> HttpResponse:
    """Who one is here: a visitor, a guest, or somebody with an account."""
    return _page(request)


@require_POST
@limited("account", per_learner=20)
def choose_name(request: LearnerRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("account"))
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            names.choose_name(ensure_learner(request), form.cleaned_data["name"], request.now)
        except NameNotAllowed as refused:
            form.add_error("name", str(refused))
    if form.errors:
        return _page(request, name_form=form)
    messages.success(request, gettext("Others now see you by your new name."))
    return redirect("account")


@require_POST
@limited("account", per_learner=20)
def drop_name(request: LearnerRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("account"))
    learner = ensure_learner(request)
    names.drop_name(learner)
    messages.success(request, gettext("Others now see you as %(name)s.") % {"name": learner.pseudonym})
    return redirect("account")


@require_POST
@limited("account", per_learner=20)
def choose_time_zone(request: LearnerRequest) -> HttpResponse:
    if request.learner is None and not request.user.is_authenticated:
        return redirect_to_login(reverse("account"))
    form = TimeZoneForm(request.POST)
    if not form.is_valid():
        return _page(request, time_zone_form=form)
    learner = ensure_learner(request)
    learner.time_zone = form.cleaned_data["time_zone"]
    learner.save(update_fields=["time_zone"])
    messages.success(request, gettext("Your time zone is kept."))
    return redirect("account")


@require_safe
@never_cache
@limited("account", per_learner=20)
def download(request: LearnerRequest) -> HttpResponse:
    """Everything that is kept of the learner, as a file."""
    if request.learner is None:
        raise Http404("nothing is kept of a visitor")
    found = collect(request.learner, request.now)
    response = JsonResponse(found, json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="quizapp-data.json"'
    return response


@require_http_methods(["GET", "POST"])
@never_cache
@limited("account", per_learner=20)
def delete(request: LearnerRequest) -> HttpResponse:
    """Say what is lost, ask once more, and forget the learner."""
    learner = request.learner
    if learner is None:
        return redirect("account")
    form = DeleteForm(request.POST if request.method == "POST" else None, user=learner.user)
    if request.method == "GET" or not form.is_valid():
        return render(request, "account/delete.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        deleting.delete(learner)
    except CannotDelete:
        messages.error(
            request,
            gettext("Content of this site rests on your word. Please ask an administrator to close the account."),
        )
        return redirect("account")
    logout(request)
    request.learner, request.guest_to_forget = None, True
    messages.success(request, gettext("Everything that was kept of you is deleted."))
    return redirect("home")


def _page(
    request: LearnerRequest, *, name_form: NameForm | None = None, time_zone_form: TimeZoneForm | None = None
) -> HttpResponse:
    learner = request.learner
    refused = name_form is not None or time_zone_form is not None
    seen, kept = browser_zone.read(request), learner.time_zone if learner else None
    context = {
        "learner": learner,
        "name_form": name_form or NameForm(initial={"name": learner.chosen_name if learner else ""}),
        "time_zone_form": time_zone_form or TimeZoneForm(initial={"time_zone": kept or seen}),
        "other_zone": seen if kept not in (None, seen) and seen != time_zones.UNKNOWN else "",
    }
    return render(request, "account/page.html", context, status=422 if refused else 200)
