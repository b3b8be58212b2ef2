"""The zone a browser names counts for whoever has chosen none."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from quizapp.accounts import browser_zone
from quizapp.accounts.models import Learner
from tests.accounts.site import sign_up


@pytest.mark.parametrize(
    ("cookie", "zone"),
    [
        ("Asia%2FTokyo", "Asia/Tokyo"),
        ("America%2FArgentina%2FBuenos_Aires", "America/Argentina/Buenos_Aires"),
        ("", "UTC"),
        ("Etc%2FGMT%2B5", "UTC"),
        ("..%2F..%2Fetc%2Fpasswd", "UTC"),
        ("%00", "UTC"),
        ("A" * 5000, "UTC"),
    ],
)
def test_a_zone_that_can_be_chosen_is_taken_and_nothing_else(cookie: str, zone: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[browser_zone.COOKIE] = cookie

    assert browser_zone.read(request) == zone


@pytest.mark.django_db
def test_a_new_learner_begins_with_it_and_the_page_offers_a_later_one() -> None:
    client = Client()
    client.cookies[browser_zone.COOKIE] = "Asia%2FTokyo"
    sign_up(client, "ada")
    assert Learner.objects.get().time_zone == "Asia/Tokyo"
    assert "Your browser is in" not in client.get("/account/").content.decode()

    client.cookies[browser_zone.COOKIE] = "Europe%2FParis"

    assert "Your browser is in Europe/Paris." in client.get("/account/").content.decode()
    assert Learner.objects.get().time_zone == "Asia/Tokyo"
