"""The header's numbers cost nothing until they are shown."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from quizapp.accounts.models import Learner
from quizapp.accounts.requests import LearnerRequest, learner_request_class
from quizapp.catalog.models import Mode
from quizapp.progress.header import header
from tests.factories.people import NOW
from tests.factories.sittings import finish


def request_of(learner: Learner | None) -> LearnerRequest:
    plain: HttpRequest = RequestFactory().get("/")
    plain.__class__ = learner_request_class(type(plain))
    assert isinstance(plain, LearnerRequest)
    plain.now = NOW + timedelta(hours=1)
    plain.learner = learner
    return plain


def test_streak_and_points_in_two_queries(
    ada: Learner, challenge: Mode, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    finish(ada, challenge, right=4)
    with django_assert_num_queries(0):
        lazy = header(request_of(ada))["header"]
    with django_assert_num_queries(2):
        assert (lazy.streak, lazy.points) == (1, 400)
        assert lazy.points == 400


def test_a_visitor_has_nothing_yet_and_costs_no_query(
    django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        assert header(request_of(None))["header"].points == 0


def test_a_request_that_never_reached_the_middleware_has_a_header_too(rf: RequestFactory) -> None:
    assert header(rf.get("/"))["header"].streak == 0
