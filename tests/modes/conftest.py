"""Ada, a visitor with a browser, and a clock that stands until it is moved on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from quizapp.catalog.models import Mode
from quizapp.sittings.models import Sitting
from tests.factories import content, people
from tests.factories.content import RIGHT


class Clock:
    """What the server takes for the time."""

    def __init__(self) -> None:
        self.now: datetime = people.NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Visitor:
    """Somebody at a browser, with or without htmx."""

    def __init__(self, *, htmx: bool = False) -> None:
        self.client = Client(headers={"HX-Request": "true"} if htmx else {})
        self.sitting: Sitting | None = None

    def see(self, name: str, *args: Any) -> str:
        """The page behind an address, redirects followed."""
        response = self.client.get(reverse(name, args=args), follow=True)
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    def start(self, mode: Mode, start_key: UUID | None = None) -> Sitting:
        address = reverse(f"{mode.slug}-start", args=[mode.pattern.slug])
        response = self.client.post(address, {"start_key": start_key or uuid4()})
        assert response.status_code == 302, response.status_code
        self.sitting = Sitting.objects.latest("pk")
        return self.sitting

    def does(self, what: str, position: int, **data: Any) -> Any:
        """One step of the sitting, by POST."""
        assert self.sitting is not None
        address = reverse(f"sitting-{what}", args=[self.sitting.public_id, position])
        return self.client.post(address, data)

    def answers(self, position: int, choice: str, key: UUID | None = None) -> Any:
        return self.does("answer", position, choice=choice, key=key or uuid4())

    def problem(self, position: int) -> str:
        assert self.sitting is not None
        return self.see("sitting-problem", self.sitting.public_id, position)

    def solves_all(self) -> None:
        assert self.sitting is not None
        for position in range(1, self.sitting.problems.count() + 1):
            self.does("open", position)
            self.answers(position, RIGHT)


def words(page: str) -> str:
    """What a page says, without its markup."""
    main = page[page.index("<main") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stands = Clock()
    monkeypatch.setattr("quizapp.accounts.middleware.clock", stands)
    return stands


@pytest.fixture(autouse=True)
def unspent_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def challenge(db: None) -> Mode:
    return content.challenge(content.pattern("adding-up"))


@pytest.fixture
def ada(db: None) -> Visitor:
    return Visitor()


@pytest.fixture
def read() -> Callable[[str], str]:
    return words
