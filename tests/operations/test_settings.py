from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "k" * 50

READ = """
import json
from quizapp import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()}, default=str))
"""


def settings_of(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", READ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def read(**environment: str) -> dict[str, Any]:
    result = settings_of(**environment)
    assert result.returncode == 0, result.stderr
    values: dict[str, Any] = json.loads(result.stdout)
    return values


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "a.example, *"}, "ALLOWED_HOSTS"),
        ({"SITE_URL": "ftp://a.example"}, "SITE_URL"),
        ({"SITE_URL": "a.example"}, "SITE_URL"),
        ({"SITE_URL": "http://[bad"}, "SITE_URL"),
        ({"SITE_URL": "http://a.example/under/a/path"}, "SITE_URL"),
        ({"SITE_URL": "https://a.example"}, "TRUSTED_PROXIES"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
        ({"TRUSTED_PROXIES": "all"}, "TRUSTED_PROXIES"),
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "0"}, "PORT"),
        ({"PORT": "65536"}, "PORT"),
        ({"DATABASE_URL": "mysql://root:hunter2@db/quiz"}, "DATABASE_URL"),
        ({"DATABASE_URL": "hunter2"}, "DATABASE_URL"),
        ({"DATABASE_URL": "quiz:hunter2@db/quiz"}, "DATABASE_URL"),
        ({"DATABASE_URL": "/quiz:hunter2@db"}, "DATABASE_URL"),
        ({"DEBUG": "maybe"}, "DEBUG"),
        ({"DATABASE_URL": "postgres://root:hunter2@db:port/quiz"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://:memory:"}, "DATABASE_URL"),
        ({"BROKER_URL": "amqp://guest:hunter2@broker"}, "BROKER_URL"),
        ({"CACHE_URL": "hunter2://cache"}, "CACHE_URL"),
        ({"EMAIL_URL": "hunter2"}, "EMAIL_URL"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL"),
        ({"QUIZAPP_RUNNER": "perhaps"}, "QUIZAPP_RUNNER"),
        ({"QUIZAPP_RUNNER_DEVICES": "tpu"}, "QUIZAPP_RUNNER_DEVICES"),
    ],
    ids=str,
)
def test_nonsense_is_refused_by_name_without_telling_secrets(
    environment: dict[str, str], named: str, tmp_path: Path
) -> None:
    result = settings_of(**{"SECRET_KEY": KEY, "QUIZAPP_HOME": str(tmp_path), **environment})
    last = result.stderr.strip().splitlines()[-1]
    assert result.returncode != 0
    assert "ImproperlyConfigured" in last
    assert named in last
    assert "hunter2" not in result.stderr


def test_nothing_set_means_private_safe_and_local(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text(KEY)
    values = read(QUIZAPP_HOME=str(tmp_path))
    assert values["DEBUG"] is False
    assert values["SECRET_KEY"] == KEY
    assert set(values["ALLOWED_HOSTS"]) == {"127.0.0.1", "localhost", "[::1]"}
    assert values["DATABASES"]["default"]["NAME"] == str(tmp_path / "quizapp.sqlite3")
    assert values["BROKER_URL"] == f"filesystem://{tmp_path}/broker"
    assert values["RUNNER"] == "local"


def test_a_home_with_characters_that_mean_something_in_an_address_is_kept(tmp_path: Path) -> None:
    home = tmp_path / "a b#c?d%20"
    values = read(SECRET_KEY=KEY, QUIZAPP_HOME=str(home))
    assert values["DATABASES"]["default"]["NAME"] == str(home / "quizapp.sqlite3")
    assert values["BROKER_URL"].endswith("/a%20b%23c%3Fd%2520/broker")


def test_https_behind_a_proxy_secures_cookies_and_trusts_its_word_on_the_scheme() -> None:
    values = read(SECRET_KEY=KEY, SITE_URL="https://learn.example/", TRUSTED_PROXIES="1")
    assert values["ALLOWED_HOSTS"] == ["learn.example"]
    assert values["CSRF_TRUSTED_ORIGINS"] == ["https://learn.example"]
    assert values["SESSION_COOKIE_SECURE"] is values["CSRF_COOKIE_SECURE"] is values["LEARNER_COOKIE_SECURE"] is True
    assert values["SECURE_SSL_REDIRECT"] is True
    assert values["SECURE_HSTS_SECONDS"] > 0
    assert values["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_without_proxies_no_header_can_say_that_the_request_was_secure() -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in read(SECRET_KEY=KEY, SITE_URL="http://learn.example")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "::1"])
def test_listening_everywhere_still_answers_on_this_machine(host: str) -> None:
    assert {"localhost", "127.0.0.1", "[::1]"} <= set(read(SECRET_KEY=KEY, HOST=host)["ALLOWED_HOSTS"])


def test_production_takes_postgresql_and_redis_from_the_environment() -> None:
    values = read(
        SECRET_KEY=KEY,
        DATABASE_URL="postgres://quiz:p%40ss@db:5432/quiz",
        BROKER_URL="redis://broker:6379/0",
        CACHE_URL="redis://broker:6379/1",
    )
    database = values["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["PASSWORD"] == "p@ss"
    assert values["BROKER_URL"] == "redis://broker:6379/0"
    assert "redis" in values["CACHES"]["default"]["BACKEND"].lower()
