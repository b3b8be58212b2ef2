"""What every test may use: a database file that threads can share, no settings of the machine, no way out of it."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Generator
from typing import Any

import hypothesis
import pytest
from django.conf import settings

REQUIRE_ALL = os.environ.get("QUIZAPP_REQUIRE_ALL") == "1"
"""Where everything is at hand a skipped test is a hole, so it fails; a GPU cannot be installed."""


class LeftTheMachine(Exception):
    """A test tried to reach another machine."""


def pytest_configure() -> None:
    # How long the machine takes is no test's subject either.
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("unhurried", deadline=None, suppress_health_check=slow)
    hypothesis.settings.load_profile("unhurried")
    # Without ``collectstatic`` there is no manifest to look names up in.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # How slow a password is to hash is no test's subject, and hundreds of people sign up and in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail") and not item.get_closest_marker("gpu"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped although QUIZAPP_REQUIRE_ALL=1: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if REQUIRE_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid}: skipped although QUIZAPP_REQUIRE_ALL=1: {_reason(report)}"
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)


def _stays_here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a path: a Unix socket
    host = address[0]
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def nothing_leaves_the_machine() -> Generator[None]:
    """Connections to anything but loopback raise."""

    class KeptHome(socket.socket):
        def connect(self, address: Any, /) -> None:
            if not _stays_here(address):
                raise LeftTheMachine(f"a test may not connect to {address!r}")
            super().connect(address)

        def connect_ex(self, address: Any, /) -> int:
            if not _stays_here(address):
                raise LeftTheMachine(f"a test may not connect to {address!r}")
            return super().connect_ex(address)

    original = socket.socket
    socket.socket = KeptHome  # type: ignore[misc]  # the class is replaced for the length of the session
    yield
    socket.socket = original  # type: ignore[misc]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in memory cannot be written by several threads; a file can, as in production."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
