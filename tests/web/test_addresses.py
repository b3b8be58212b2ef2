"""Whose request it is, with and without proxies of ours."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from quizapp.web.addresses import UNKNOWN, client_address, network_of


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "sender"),
    [
        (0, "203.0.113.5", None, "203.0.113.5"),
        (0, "203.0.113.5", "198.51.100.1", "203.0.113.5"),
        (1, "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1", "192.0.2.66, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "10.0.0.1", "198.51.100.1", "10.0.0.1"),
        (1, "10.0.0.1", None, "10.0.0.1"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "unknown", "10.0.0.1"),
        (1, "10.0.0.1", "198.51.100.1, <script>", "10.0.0.1"),
        (1, "10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        (1, "10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        (1, "10.0.0.1", "2001:DB8:0::7", "2001:db8::7"),
        (1, "10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        (0, "::1", None, "::1"),
        (0, "", None, UNKNOWN),
        (1, "", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_entries_our_proxies_wrote_are_believed(
    settings: Settings, proxies: int, peer: str, forwarded: str | None, sender: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)
    assert client_address(request) == sender


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("2001:db8:1:3::9", "2001:db8:1:3::"),
        (UNKNOWN, UNKNOWN),
    ],
)
def test_ipv6_counts_by_network(address: str, network: str) -> None:
    assert network_of(address) == network
