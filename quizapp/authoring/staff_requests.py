"""Requests to the pages of authors: somebody is signed in, and may do what the page is for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from quizapp.accounts.models import User

Rest = ParamSpec("Rest")
Answer = TypeVar("Answer", bound=HttpResponseBase)


class StaffRequest(HttpRequest):
    """A request that passed ``permitted``."""

    user: User


class _Guard(Protocol):
    def __call__(
        self, view: Callable[Concatenate[StaffRequest, Rest], Answer], /
    ) -> Callable[Concatenate[HttpRequest, Rest], Answer]: ...


def permitted(permission: str) -> _Guard:
    """Refuses, with 403, whoever lacks ``permission``; the admin site has seen to it that somebody is signed in."""

    def guarded(
        view: Callable[Concatenate[StaffRequest, Rest], Answer], /
    ) -> Callable[Concatenate[HttpRequest, Rest], Answer]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(cast("StaffRequest", request), *args, **kwargs)

        return checked

    return guarded
