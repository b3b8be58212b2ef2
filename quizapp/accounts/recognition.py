"""Who a request comes from: reads only."""

from __future__ import annotations

from django.http import HttpRequest

from quizapp.accounts import guest_cookie
from quizapp.accounts.models import Learner


def recognise(request: HttpRequest) -> Learner | None:
    """The user's learner, or the guest of the cookie.

    Who is signed in is never taken for the guest of an old cookie: None for a user who has no learner yet.
    """
    if request.user.is_authenticated:
        return Learner.objects.filter(user_id=request.user.pk).first()
    return recognise_guest(request)


def recognise_guest(request: HttpRequest) -> Learner | None:
    """The guest of the cookie, followed through merges.

    A learner that has come to belong to a user is not given to a mere cookie: a copy of it made earlier, on a
    shared machine for example, must not stand in for the password.
    """
    public_id = guest_cookie.read(request)
    if public_id is None:
        return None
    learner = Learner.objects.select_related("merged_into").filter(public_id=public_id).first()
    if learner is not None and learner.merged_into is not None:
        learner = learner.merged_into
    return learner if learner is not None and learner.user_id is None else None
