"""The signed cookie by which a guest is known again."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponseBase

NAME = "learner"
SALT = "quizapp.accounts.guest"
MAX_AGE = 365 * 24 * 60 * 60


def read(request: HttpRequest) -> uuid.UUID | None:
    """The public id in the cookie; None where there is no cookie, or one we did not sign, or one too old."""
    try:
        value = request.get_signed_cookie(NAME, salt=SALT, max_age=MAX_AGE)
        return uuid.UUID(value)
    except (KeyError, BadSignature, ValueError):  # a visitor, whoever wrote the cookie
        return None


def write(response: HttpResponseBase, public_id: uuid.UUID) -> None:
    response.set_signed_cookie(
        NAME,
        str(public_id),
        salt=SALT,
        max_age=MAX_AGE,
        secure=settings.LEARNER_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remove(response: HttpResponseBase) -> None:
    response.delete_cookie(NAME, samesite="Lax")
