from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def _root(client: Client) -> str:
    html = client.get("/").content.decode()
    return html[html.index("<html") : html.index("<head>")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_on_the_root_of_every_page(client: Client, theme: str) -> None:
    response = client.post(reverse("theme"), {"theme": theme, "back": "/boards/"})

    assert response["Location"] == "/boards/"
    assert f'data-theme="{theme}"' in _root(client)
    assert client.cookies["theme"]["httponly"]


def test_without_a_choice_the_system_decides(client: Client) -> None:
    client.post(reverse("theme"), {"theme": "dark"})
    client.post(reverse("theme"), {"theme": "system"})

    assert "data-theme" not in _root(client)


@pytest.mark.parametrize("cookie", ["purple", "", '"><script>'])
def test_a_cookie_that_makes_no_sense_is_the_systems(client: Client, cookie: str) -> None:
    client.cookies["theme"] = cookie

    assert "data-theme" not in _root(client)


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_choosing_leads_to_no_other_site(client: Client, back: str) -> None:
    assert client.post(reverse("theme"), {"theme": "dark", "back": back})["Location"] == "/"


def test_a_theme_that_is_none_changes_nothing(client: Client) -> None:
    response = client.post(reverse("theme"), {"theme": "purple"})

    assert response.status_code == 302
    assert "theme" not in client.cookies
