"""Pages read from right to left where the language does: they say so, and the style sheets know only start and end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import people
from tests.web.pseudo_locale import speaking

ROOT: Final = Path(__file__).parents[2]
SHEETS: Final = sorted([*(ROOT / "static" / "css").glob("*.css"), *(ROOT / "quizapp").rglob("static/**/*.css")])
PHYSICAL: Final = re.compile(
    r"\b(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|(?<![\w-])(?:left|right)\s*:"
    r"|\b(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
FOUR_SIDES: Final = re.compile(r"(?<![\w-])(margin|padding|inset|border-width|scroll-margin)\s*:\s*([^;}]+)")

NAMED: Final = {
    "border-width: 0 2px 2px 0": "an arrow that is turned to point down",
}
"""Rules that say left or right and mean it."""


TOKEN: Final = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


def _values(text: str) -> list[str]:
    return re.findall(r"[\w-]+\([^()]*\)|[^\s()]+", text.replace("!important", ""))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_says_start_and_end(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)

    lopsided = [
        found.group().strip()
        for found in FOUR_SIDES.finditer(text)
        if len(sides := _values(found[2])) == 4 and sides[1] != sides[3]
    ]

    assert PHYSICAL.findall(text) == []
    assert set(lopsided) <= set(NAMED)


def test_the_rule_about_sheets_finds_what_breaks_it() -> None:
    for broken in ("a { margin-left: 1px }", "a { left: 0 }", "a{float:right}", "a { text-align: left; }"):
        assert PHYSICAL.search(broken), broken
    for kept in ("a { margin-inline-start: 1px }", "a { color: var(--right) }", ".step-right { border-color: red }"):
        assert not PHYSICAL.search(kept), kept


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/no/such/page/", "/search/", "/admin/login/"])
def test_a_page_says_its_language_and_its_direction(client: Client, path: str) -> None:
    assert '<html lang="en" dir="ltr"' in client.get(path, follow=True).content.decode()
    with speaking("ar"):
        assert '<html lang="ar" dir="rtl"' in client.get(path, follow=True).content.decode()


@pytest.mark.django_db
def test_a_name_keeps_its_direction_to_itself(client: Client) -> None:
    user = people.user("noor")
    people.guest("Noor of the Lake", user=user, chosen_name="\u0646\u0648\u0631")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/account/").content.decode()

    assert "<bdi>noor</bdi>" in page
    assert "<bdi>\u0646\u0648\u0631</bdi>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ["ar", "ar,en;q=0.5", "en-GB,en", "x" * 9000])
def test_what_a_browser_asks_for_changes_nothing_while_one_language_ships(client: Client, wanted: str) -> None:
    with CaptureQueriesContext(connection) as queries_without:
        without = client.get("/boards/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/boards/", headers={"accept-language": wanted})

    assert TOKEN.sub(b"", answer.content) == TOKEN.sub(b"", without.content)
    assert answer.headers == without.headers
    assert answer["Content-Language"] == "en"
    assert {"Cookie", "Accept-Language"} <= set(answer["Vary"].split(", "))
    assert set(answer.cookies) <= {settings.CSRF_COOKIE_NAME}
    assert len(queries) == len(queries_without)
