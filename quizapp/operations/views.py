"""What a load balancer and a watchdog ask: is the web there, is everything there."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizapp.accounts.requests import LearnerRequest
from quizapp.operations import health


@require_safe
@never_cache
def livez(request: LearnerRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def healthz(request: LearnerRequest) -> HttpResponse:
    found = health.check(request.now)
    return JsonResponse(found.to_dict(), status=503 if found.missing else 200)
