"""When the database does not answer, as in a restart or under a lock held too long: 503, and what to do about it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)

RETRY_SECONDS: Final = 10


class UnavailableMiddleware:
    """Answers 503 instead of 500 where trying again helps; the fault is logged with its trace all the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError):
            return None
        log.error("the database did not answer %s", request.path, exc_info=exception)
        response = render(None, "503.html", status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
