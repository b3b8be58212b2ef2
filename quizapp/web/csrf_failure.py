"""What a form without its token is answered: that cookies are off, or that the form was too old."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render


def failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page; Django's own view tells a template of ours nothing of the reason."""
    return render(request, "403_csrf.html", {"no_cookie": reason == REASON_NO_CSRF_COOKIE}, status=403)
