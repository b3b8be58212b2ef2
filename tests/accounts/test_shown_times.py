from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from quizapp.accounts import guest_cookie
from quizapp.accounts.middleware import LearnerMiddleware
from quizapp.accounts.models import Learner
from quizapp.progress.models import Award
from tests.factories import content, people, sittings

EVENING = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def shown(learner: Learner | None, template: str) -> str:
    """What a page shows of EVENING to ``learner``, a guest."""
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    def page(_: HttpRequest) -> HttpResponse:
        return HttpResponse(Template(template).render(Context({"moment": EVENING})))

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    if learner is not None:
        response = HttpResponse()
        guest_cookie.write(response, learner.public_id)
        request.COOKIES = {guest_cookie.NAME: response.cookies[guest_cookie.NAME].value}
    return LearnerMiddleware(page)(request).content.decode()


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("UTC", "21 20:30 UTC"), ("Asia/Tokyo", "22 05:30 JST"), ("America/New_York", "21 15:30 EST")],
)
def test_times_are_shown_as_on_the_learners_clock(zone: str, expected: str) -> None:
    guest = people.guest()
    Learner.objects.filter(pk=guest.pk).update(time_zone=zone)
    assert shown(guest, '{{ moment|date:"j H:i T" }}') == expected


def test_visitors_and_unknown_zones_are_shown_utc() -> None:
    guest = people.guest()
    Learner.objects.filter(pk=guest.pk).update(time_zone="Mars/Base")
    assert shown(None, '{{ moment|date:"H:i" }}') == "20:30"
    assert shown(guest, '{{ moment|date:"H:i" }}') == "20:30"


def test_a_page_without_times_asks_for_no_learner(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    guest = people.guest()
    with django_assert_num_queries(0):
        assert shown(guest, "nothing") == "nothing"


def test_the_zone_of_one_request_is_not_that_of_the_next() -> None:
    guest = people.guest()
    Learner.objects.filter(pk=guest.pk).update(time_zone="Asia/Tokyo")
    shown(guest, "{{ moment }}")
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_badge_tells_the_day_its_viewer_had() -> None:
    ben = people.member("Ben")
    sittings.finish(ben, content.challenge(content.pattern("adding-up")), right=5, start=EVENING)
    Learner.objects.filter(pk=ben.pk).update(time_zone="Asia/Tokyo")
    assert ben.user is not None
    client = Client()
    client.force_login(ben.user)
    page = client.get(f"/badges/{Award.objects.get().public_id}/").content.decode()
    assert "22 November 2026" in page
    assert '<time datetime="2026-11-21T20:3' in page
    assert 'title="2026-11-22 05:3' in page
