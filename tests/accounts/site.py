"""The site with two addresses more: one that only asks who is there, one that makes a guest of a visitor."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_POST

from quizapp.accounts.learners import ensure_learner
from quizapp.accounts.models import Learner
from quizapp.accounts.requests import LearnerRequest
from quizapp.web.ratelimit import limited

PASSWORD = "correct-horse-battery"


def who(request: LearnerRequest) -> HttpResponse:
    return HttpResponse(str(request.learner.public_id) if request.learner else "")


def silent(request: LearnerRequest) -> HttpResponse:
    return HttpResponse(request.now.isoformat())


@require_POST
def begin(request: LearnerRequest) -> HttpResponse:
    key = request.POST.get("key")
    return HttpResponse(str(ensure_learner(request, uuid.UUID(key) if key else None).public_id))


@require_POST
@limited("test", per_learner=3, per_address=5)
def answer(request: LearnerRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [
    path("who/", who),
    path("silent/", silent),
    path("begin/", begin),
    path("answer/", answer),
    path("", include("quizapp.urls")),
]


def learner_seen_by(client: Client) -> Learner | None:
    """Whom the site takes the client for."""
    public_id = client.get("/who/").content.decode()
    return Learner.objects.get(public_id=public_id) if public_id else None


def begun(client: Client) -> Learner:
    """The learner of a client that has sent its first form."""
    return Learner.objects.get(public_id=client.post("/begin/").content.decode())


def sign_up(client: Client, username: str, **more: str) -> int:
    """Fills in the page of that name; the status of the answer, 302 where it worked."""
    form = {"username": username, "password1": PASSWORD, "password2": PASSWORD, "next": "/account/", **more}
    return client.post("/accounts/signup/", form).status_code


def sign_in(client: Client, username: str, password: str = PASSWORD, **headers: str) -> int:
    form = {"login": username, "password": password, "next": "/account/"}
    return client.post("/accounts/login/", form, **headers).status_code  # type: ignore[arg-type]


def sign_out(client: Client) -> int:
    return client.post("/accounts/logout/", {"next": "/account/"}).status_code
