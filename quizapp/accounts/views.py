"""The page of one's own account, and the forms on it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from quizapp.accounts import names
from quizapp.accounts.errors import NameNotAllowed
from quizapp.accounts.forms import NameForm, TimeZoneForm
from quizapp.accounts.learners import ensure_learner
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
    messages.success(request, "Others now see you by your new name.")
    return redirect("account")


@require_POST
@limited("account", per_learner=20)
def drop_name(request: LearnerRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("account"))
    learner = ensure_learner(request)
    names.drop_name(learner)
    messages.success(request, f"Others now see you as {learner.pseudonym}.")
    return redirect("account")


@require_POST
@limited("account", per_learner=20)
def choose_time_zone(request: LearnerRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("account"))
    form = TimeZoneForm(request.POST)
    if not form.is_valid():
        return _page(request, time_zone_form=form)
    learner = ensure_learner(request)
    learner.time_zone = form.cleaned_data["time_zone"]
    learner.save(update_fields=["time_zone"])
    messages.success(request, "Your time zone is kept.")
    return redirect("account")


def _page(
    request: LearnerRequest, *, name_form: NameForm | None = None, time_zone_form: TimeZoneForm | None = None
) -> HttpResponse:
    learner = request.learner
    refused = name_form is not None or time_zone_form is not None
    context = {
        "learner": learner,
        "name_form": name_form or NameForm(initial={"name": learner.chosen_name if learner else ""}),
        "time_zone_form": time_zone_form
        or TimeZoneForm(initial={"time_zone": learner.time_zone if learner else "UTC"}),
    }
    return render(request, "account/page.html", context, status=422 if refused else 200)
