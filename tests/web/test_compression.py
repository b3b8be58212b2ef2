"""What is compressed tells nothing by its length, although forms carry a secret and pages say what an address asked."""

from __future__ import annotations

import gzip
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import people

pytestmark = pytest.mark.django_db

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
TIMES = 20


def test_the_token_of_forms_is_masked_anew_and_what_is_compressed_is_padded(client: Client) -> None:
    pages = [client.get(reverse("account_login"), headers={"accept-encoding": "gzip"}) for _ in range(TIMES)]
    bodies = [gzip.decompress(page.content) for page in pages]
    tokens = {found[1] for body in bodies if (found := TOKEN.search(body))}
    assert len(tokens) == TIMES
    assert len({len(page.content) for page in pages}) > 1
    assert len({len(body) for body in bodies}) == 1


def test_no_cookie_is_in_a_page(client: Client) -> None:
    client.force_login(people.user())
    page = client.get(reverse("account_change_password"))
    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie.value.encode() not in page.content
