"""Requests as views see them: with the learner and the time on them."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from quizapp.accounts.models import Learner
from quizapp.accounts.recognition import recognise


class LearnerRequest(HttpRequest):
    """A request after the middleware.

    ``learner`` is None for a visitor who has not begun anything yet, and for a user who has not learned here; it is
    looked up when first read, so a page that does not ask costs nothing.
    """

    now: datetime
    htmx: HtmxDetails
    guest_to_remember: Learner | None = None
    """A guest made while answering this request, whose cookie goes out with the response."""
    guest_to_forget: bool = False
    """Whether the guest's cookie has done its work and is to be removed by the response."""
    _learner: Learner | None
    _recognised: bool = False

    @property
    def learner(self) -> Learner | None:
        if not self._recognised:
            self.learner = recognise(self)
        return self._learner

    @learner.setter
    def learner(self, learner: Learner | None) -> None:
        self._learner = learner
        self._recognised = True


def learner_request_class(base: type[HttpRequest]) -> type[LearnerRequest]:
    """``base``, the server's own class of requests, with what a LearnerRequest has."""
    return type(f"Learner{base.__name__}", (LearnerRequest, base), {})
