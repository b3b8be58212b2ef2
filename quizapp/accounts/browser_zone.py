"""The time zone that a visitor's browser names in a cookie, which ``static/js/every-page.js`` writes."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from django.http import HttpRequest

from quizapp.accounts.time_zones import UNKNOWN, is_offered

COOKIE: Final = "zone"


def read(request: HttpRequest) -> str:
    """A zone that can be chosen; UTC where the browser names none, or one we do not know."""
    name = unquote(request.COOKIES.get(COOKIE, ""))
    return name if is_offered(name) else UNKNOWN
