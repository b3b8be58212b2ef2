"""What allauth asks this project: who sends, and what to say when too much is sent."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from quizapp.web.addresses import client_address
from quizapp.web.ratelimit import too_many

LOCKED_FOR = 300
"""Seconds, as in the limit on failed logins by key."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """The site's own answers; everything else as allauth does it."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords for one account are answered with 429, not with another chance to type."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            if refused.code != "too_many_login_attempts":
                raise
            raise ImmediateHttpResponse(too_many(request, LOCKED_FOR)) from refused
