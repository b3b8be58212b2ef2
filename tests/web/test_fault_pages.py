from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import bad_request, server_error

from quizapp.accounts.models import Learner
from quizapp.web.ratelimit import Limit
from tests.factories import content


@pytest.fixture
def request_without_middleware() -> HttpRequest:
    return RequestFactory().get("/")


def test_what_is_not_there_is_said_kindly(client: Client, db: None) -> None:
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_a_form_without_its_token_is_refused_kindly(db: None) -> None:
    content.challenge(content.pattern("adding-up"))

    client = Client(enforce_csrf_checks=True)
    client.get(reverse("challenge", args=["adding-up"]))

    response = client.post(reverse("challenge-start", args=["adding-up"]), {"start_key": uuid4()})

    assert response.status_code == 403
    assert "That form was too old" in response.content.decode()


def test_who_sends_no_cookies_is_told_what_to_do(db: None) -> None:
    content.challenge(content.pattern("adding-up"))

    response = Client(enforce_csrf_checks=True).post(
        reverse("challenge-start", args=["adding-up"]), {"start_key": uuid4()}
    )

    assert response.status_code == 403
    assert "This site needs a cookie" in response.content.decode()
    assert not Learner.objects.exists()


def test_who_sends_too_much_is_asked_for_patience(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    content.challenge(content.pattern("adding-up"))
    monkeypatch.setattr(Limit, "admits", lambda *_: False)

    response = client.post(reverse("challenge-start", args=["adding-up"]), {"start_key": uuid4()})

    assert response.status_code == 429
    assert "A little slower" in response.content.decode()


def test_a_fault_of_ours_is_said_without_anything_that_could_fail_again(
    request_without_middleware: HttpRequest,
) -> None:
    """No database, no context, no middleware."""
    response = server_error(request_without_middleware)

    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_a_senseless_request_is_said_kindly(request_without_middleware: HttpRequest) -> None:
    response = bad_request(request_without_middleware, ValueError())

    assert response.status_code == 400
    assert "made no sense" in response.content.decode()


def test_every_page_carries_the_content_policy(client: Client, db: None) -> None:
    for path in ("/", "/boards/", "/no/such/page/"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_database_that_does_not_answer_is_said_to_come_back(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("quizapp.home.views.overview", locked)

    response = client.get(reverse("progress"))

    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "Back in a moment" in response.content.decode()
    assert "database is locked" in caplog.text
