"""The list of pages holds every page: whoever adds one adds it there, and everything that looks at pages sees it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from quizapp.accounts.models import User
from tests.browser.pages import NO_PAGES, PAGES

STOCK: Final = re.compile(r"admin:\w+_(changelist|add|change|delete|history)$")
"""What Django's admin makes for every model alike; one of each kind is looked at."""


def _addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield namespace + entry.name, entry
        else:
            yield from _addresses(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)


def _takes_get(entry: URLPattern) -> bool:
    """Whether the view does anything but refuse; those that only take a POST say so before they look at anything."""
    request = RequestFactory().get("/")
    request.user = User(username="dorothea", is_staff=True, is_superuser=True)
    try:
        return entry.callback(request).status_code != 405  # type: ignore[no-any-return]
    except Exception:  # noqa: BLE001  (it went on to work, without what it needs)
        return True


ADDRESSES: Final = dict(_addresses(get_resolver()))
LISTED: Final = {page.route for page in PAGES}


@pytest.mark.parametrize("route", sorted(set(ADDRESSES) - LISTED - set(NO_PAGES)))
def test_what_is_not_listed_is_no_page(route: str) -> None:
    stock = STOCK.search(route)

    assert (stock and any(page.endswith(f"_{stock[1]}") for page in LISTED)) or not _takes_get(ADDRESSES[route]), (
        f"{route} shows a page: name it in tests/browser/pages.py"
    )


def test_what_is_listed_is_there_and_has_a_name_of_its_own() -> None:
    assert LISTED - {""} <= set(ADDRESSES)
    assert set(NO_PAGES) <= set(ADDRESSES)
    assert len({page.name for page in PAGES}) == len(PAGES)


def test_a_page_that_only_takes_post_answers_so(client: Client, db: None) -> None:
    assert client.get("/account/name/").status_code == 405


def test_axe_is_the_file_that_was_released() -> None:
    folder = Path(__file__).parent / "axe"
    stated = re.search(r"SHA-256: ([0-9a-f]{64})", (folder / "README.md").read_text())

    assert stated is not None
    assert hashlib.sha256((folder / "axe.min.js").read_bytes()).hexdigest() == stated[1]
