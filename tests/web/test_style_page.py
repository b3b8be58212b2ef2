from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from quizapp.web import specimens
from tests.factories import people

pytestmark = pytest.mark.django_db

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(people.user(is_staff=True), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_staff_see_every_part(staff: Client) -> None:
    html = staff.get(reverse("style")).content.decode()

    assert all(f"swatch-{colour}" in html for colour in specimens.COLOURS)
    assert "<math" in html
    assert "chart-drawing" in html


def test_others_are_led_away(client: Client) -> None:
    assert client.get(reverse("style")).status_code == 302


def test_every_colour_of_the_page_is_one_of_the_house() -> None:
    assert set(specimens.COLOURS) <= set(re.findall(r"--([a-z-]+): light-dark", TOKENS.read_text()))


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_pages_that_say_what_went_wrong_can_be_looked_at(staff: Client, status: int) -> None:
    response = staff.get(reverse("style-fault", args=[status]))

    assert response.status_code == status
    assert f'fault-number">{status}' in response.content.decode()


def test_there_is_no_page_for_any_other_number(staff: Client) -> None:
    assert staff.get(reverse("style-fault", args=[418])).status_code == 404
