"""Puts the learner, the time and its zone on each request, and the guest's cookie on the response."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from quizapp.accounts import guest_cookie
from quizapp.accounts.requests import LearnerRequest, learner_request_class
from quizapp.accounts.shown_times import ZoneOfRequest


def clock() -> datetime:
    """The time of a request; the one place where a view's ``now`` comes from."""
    return datetime.now(UTC)


class LearnerMiddleware:
    """Makes each request a LearnerRequest; the cookie goes out only where a view made a guest or one was absorbed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.classes: dict[type[HttpRequest], type[LearnerRequest]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A visitor's learner is None, which no lazy object can be: it has to be a property, and so on the class.
        request.__class__ = self._class_for(type(request))
        learner_request = cast("LearnerRequest", request)
        learner_request.now = clock()
        with timezone.override(ZoneOfRequest(learner_request)):
            response = self.get_response(learner_request)
        if learner_request.guest_to_remember is not None:
            guest_cookie.write(response, learner_request.guest_to_remember.public_id)
        elif learner_request.guest_to_forget:
            guest_cookie.remove(response)
        return response

    def _class_for(self, base: type[HttpRequest]) -> type[LearnerRequest]:
        if base not in self.classes:
            self.classes[base] = learner_request_class(base)
        return self.classes[base]
