"""Light, dark or what the system says: a cookie, read on the server, so that no page flashes in the wrong one."""

from __future__ import annotations

import enum
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "theme"
YEAR: Final = 365 * 24 * 3600


class Theme(enum.StrEnum):
    """What a reader may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def chosen(request: HttpRequest) -> Theme:
    """What the cookie says; the system's where it says nothing that is understood."""
    try:
        return Theme(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return Theme.SYSTEM


def remember(response: HttpResponse, theme: Theme) -> None:
    """Keep the choice for a year; to follow the system nothing has to be kept."""
    if theme is Theme.SYSTEM:
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        secure: bool = settings.SECURE
        response.set_cookie(COOKIE, theme.value, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")


def theme(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the chosen theme, for the root element of every page."""
    return {"theme": chosen(request).value}
