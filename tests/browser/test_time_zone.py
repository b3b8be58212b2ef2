"""The browser says in which zone its learner lives."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from quizapp.accounts.models import Learner
from quizapp.catalog.models import Mode
from tests.browser.conftest import OpenWindow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_guest_lives_where_the_browser_is(open_window: OpenWindow, challenge: Mode) -> None:
    window = open_window(time_zone="Asia/Tokyo")
    window.go("/patterns/adding-up/challenge/")

    window.page.get_by_role("button", name="Start the challenge").click()

    expect(window.page.get_by_role("button", name="Submit")).to_be_visible()
    assert Learner.objects.get().time_zone == "Asia/Tokyo"
