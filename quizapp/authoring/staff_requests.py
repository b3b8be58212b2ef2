"""Requests to the pages of authors: somebody is signed in, and may do what the page is for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from quizapp.accounts.models import User

Rest = ParamSpec("Rest")


class StaffRequest(HttpRequest):
    """A request that passed ``permitted``."""

    user: User


def permitted(
    permission: str,
) -> Callable[
    [Callable[Concatenate[StaffRequest, Rest], HttpResponse]], Callable[Concatenate[HttpRequest, Rest], HttpResponse]
]:
    """Refuses, with 403, whoever lacks ``permission``; the admin site has seen to it that somebody is signed in."""

    def guarded(
        view: Callable[Concatenate[StaffRequest, Rest], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(cast("StaffRequest", request), *args, **kwargs)

        return checked

    return guarded
