"""A guest at a running installation who reads pages and sends their forms, without a browser."""

from __future__ import annotations

import html
import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from tests.operations.installation import Installation


class Guest:
    """Keeps cookies and follows redirects."""

    def __init__(self, at: Installation) -> None:
        self._root = f"http://127.0.0.1:{at.port}"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def see(self, address: str, fields: dict[str, str] | None = None) -> str:
        data = None if fields is None else urllib.parse.urlencode(fields).encode()
        with self._opener.open(urllib.request.Request(self._root + address, data), timeout=20) as answer:
            page: str = answer.read().decode()
        return page

    def send(self, page: str, *endings: str) -> str:
        """Send the first form of ``page`` whose address ends with one of ``endings``, as it stands."""
        for action, form in re.findall(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL):
            if action.endswith(endings):
                hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
                return self.see(action, {name: html.unescape(value) for name, value in hidden})
        raise AssertionError(f"no form leads to {' or '.join(endings)}")
