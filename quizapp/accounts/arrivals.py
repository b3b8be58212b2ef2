"""What a sign-up or a sign-in in the browser does to the learner who was there as a guest."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpRequest

from quizapp.accounts import browser_zone, guest_cookie, learners
from quizapp.accounts.models import User
from quizapp.accounts.recognition import recognise_guest
from quizapp.accounts.requests import LearnerRequest


def on_sign_up(request: HttpRequest, user: User, **_: Any) -> None:
    """Receives ``user_signed_up``; the guest of this browser becomes the user's learner."""
    if isinstance(request, LearnerRequest):
        request.learner = learners.signed_up(recognise_guest(request), user, request.now, browser_zone.read(request))


def on_sign_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    """Receives ``user_logged_in``, which follows a sign-up too; signs-in outside the site's pages change nothing."""
    if isinstance(request, LearnerRequest):
        if user.email:
            # An address given by hand, as createsuperuser does; else allauth writes it when its page is read.
            EmailAddress.objects.get_or_create(user=user, email=user.email)
        request.learner = learners.signed_in(recognise_guest(request), user, request.now)
        request.guest_to_forget = guest_cookie.NAME in request.COOKIES
