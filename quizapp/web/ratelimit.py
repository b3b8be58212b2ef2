"""Limits on how often one learner, and one address, may send a form.

A count per fixed window, because that is what every cache counts in one step: a bucket that is read, filled and
written back would let through whatever arrives meanwhile. At the border of two windows twice the amount can pass.
With several web processes, the counts are right only in a cache they share (``CACHE_URL``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quizapp.web.addresses import client_address, network_of

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)


@dataclass(frozen=True)
class Limit:
    """So many in so many seconds, under a name of its own."""

    name: str
    amount: int
    seconds: int

    def admits(self, who: str, now: datetime) -> bool:
        """Counts one more of ``who`` and says whether it is within the limit."""
        window = int(now.timestamp()) // self.seconds
        key = "limit:" + hashlib.sha256(f"{self.name}:{self.amount}:{window}:{who}".encode()).hexdigest()
        cache.add(key, 0, timeout=2 * self.seconds)
        try:
            return cache.incr(key) <= self.amount
        except ValueError:  # the cache was full and dropped the count: the count begins again
            return True

    def seconds_left(self, now: datetime) -> int:
        """Until the next window."""
        return self.seconds - int(now.timestamp()) % self.seconds


class _Known(Protocol):
    """Somebody with a key; the accounts app knows who."""

    @property
    def pk(self) -> object: ...


class _Sender(Protocol):
    """What the middleware of the accounts app puts on a request."""

    @property
    def now(self) -> datetime: ...

    @property
    def learner(self) -> _Known | None: ...


def limited(
    name: str, *, per_learner: int = 60, per_address: int = 1200, seconds: int = 60
) -> Callable[[Callable[Concatenate[R, P], HttpResponse]], Callable[Concatenate[R, P], HttpResponse]]:
    """Answers 429 once a learner, or an address with all who share it, has sent more than the limit.

    The address' limit is that of a full lecture hall behind one router.
    """
    of_learner = Limit(f"{name}:learner", per_learner, seconds)
    of_address = Limit(f"{name}:address", per_address, seconds)

    def decorator(view: Callable[Concatenate[R, P], HttpResponse]) -> Callable[Concatenate[R, P], HttpResponse]:
        @wraps(view)
        def limited_view(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            sender = cast("_Sender", request)
            # The learner first: who is stopped alone does not use up what all behind the address share.
            if sender.learner is not None and not of_learner.admits(str(sender.learner.pk), sender.now):
                return too_many(request, of_learner.seconds_left(sender.now))
            if not of_address.admits(network_of(client_address(request)), sender.now):
                return too_many(request, of_address.seconds_left(sender.now))
            return view(request, *args, **kwargs)

        return limited_view

    return decorator


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """The page that asks for patience."""
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    return response
