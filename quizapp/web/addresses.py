"""The address a request really comes from, and the network it counts as."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
"""Where the server tells no address, as on a Unix socket: all such requests count as one sender."""

IPV6_PREFIX = 64
"""Who has one address of such a network has them all."""


def client_address(request: HttpRequest) -> str:
    """The sender's address as the farthest of our own proxies saw it.

    ``settings.TRUSTED_PROXIES`` of the entries in X-Forwarded-For, counted from the right, were written by us; all
    before them is hearsay. With none trusted, or fewer entries than proxies, the header says nothing.
    """
    peer = _address(request.META.get("REMOTE_ADDR", "")) or UNKNOWN
    proxies: int = settings.TRUSTED_PROXIES
    if proxies == 0:
        return peer
    entries = request.headers.get("X-Forwarded-For", "").split(",")
    if len(entries) < proxies:
        return peer
    return _address(entries[-proxies]) or peer


def network_of(address: str) -> str:
    """What limits count: an IPv4 address itself, the network of an IPv6 address."""
    if address == UNKNOWN:
        return UNKNOWN
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False).network_address)


def _address(text: str) -> str | None:
    """The address in one form, without port; an IPv4 address in IPv6 clothes as the IPv4 address it is."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(parsed)
