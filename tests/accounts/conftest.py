"""Visitors of the accounts pages: one view makes a guest, as the start of a sitting does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def unspent_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
