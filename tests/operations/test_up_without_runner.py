from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.guest import Guest
from tests.operations.installation import Installation, running, wait_until

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    started = Installation(tmp_path_factory.mktemp("installation") / "a home", QUIZAPP_RUNNER="none")
    started.start()
    started.ready()
    yield started
    started.stop()


def refusal(home: Path, **environment: str) -> str:
    """The one line on which a start that must fail says why."""
    refused = Installation(home, **{"QUIZAPP_RUNNER": "none", **environment})
    refused.start()
    assert refused.ended() == 1
    told = [line for line in refused.lines if line.startswith("cannot start: ")]
    assert told == refused.lines[-1:]
    assert "Traceback" not in refused.told()
    assert not refused.family().keys() & running().keys()
    return told[0]


def test_it_says_where_it_is_and_answers_there(installation: Installation) -> None:
    assert installation.lines[-1] == f"READY http://127.0.0.1:{installation.port}/"
    assert installation.get("/livez") == (200, "ok\n")
    assert installation.get("/healthz")[0] == 200
    assert installation.get("/")[0] == 200


def test_only_the_web_is_started(installation: Installation) -> None:
    assert installation.child("gunicorn")
    assert not installation.child("celery")
    assert not installation.child("runner")


def test_every_executed_question_is_published_on_the_evidence_that_came_with_it(installation: Installation) -> None:
    found = installation.evidence()
    assert len(found) >= 6
    assert {(each["verdict"], each["published"], each["basis"]) for each in found} == {("proven", True, "proven")}
    assert not installation.said("refused")


def test_a_guest_practises_and_is_told_where_a_key_was_proven(installation: Installation) -> None:
    guest = Guest(installation)
    page = guest.see("/patterns/pretrained-models/practice/")
    page = guest.send(page, "/practice/start/")
    for _ in range(20):
        page = guest.send(page, "/open/", "/give-up/")
        if "Proven elsewhere on" in page:
            break
    else:
        pytest.fail("no executed question in the practice, or none that says where it was proven")
    assert "Proven by" not in page


def test_an_administrator_is_made_with_a_password_shown_once(installation: Installation) -> None:
    told = [line for line in installation.lines if "administrator" in line]
    assert len(told) == 1
    assert re.search(r"administrator admin made, password \S{16,} ", told[0])


def test_its_folder_and_key_are_private(installation: Installation) -> None:
    assert installation.home.stat().st_mode & 0o077 == 0
    assert (installation.home / "secret-key").stat().st_mode & 0o077 == 0


def test_static_files_are_served_compressed_and_for_ever(installation: Installation) -> None:
    page = installation.get("/accounts/login/")[1]
    address = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert address
    assert installation.get(address.group(1))[0] == 200


def test_a_second_start_on_the_same_home_is_refused(installation: Installation) -> None:
    line = refusal(installation.home)
    assert "another `up` is running" in line
    assert str(installation.home) in line


def test_a_port_in_use_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        line = refusal(tmp_path / "home", PORT=str(taken.getsockname()[1]))
    assert "PORT" in line
    assert "Address already in use" in line


def test_a_host_that_is_not_here_is_refused(tmp_path: Path) -> None:
    assert "HOST 192.0.2.1" in refusal(tmp_path / "home", HOST="192.0.2.1")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be written" in refusal(tmp_path / "file" / "home")


def test_nonsense_in_the_environment_is_refused(tmp_path: Path) -> None:
    assert "QUIZAPP_RUNNER" in refusal(tmp_path / "home", QUIZAPP_RUNNER="perhaps")
    assert "PORT" in refusal(tmp_path / "home", PORT="http")


def test_a_database_that_does_not_answer_is_refused(tmp_path: Path) -> None:
    line = refusal(tmp_path / "home", DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    assert "the database cannot be used" in line


def test_a_killed_web_process_is_started_again(installation: Installation) -> None:
    before = installation.child("gunicorn")
    assert before
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: installation.said("web ended with signal SIGKILL"), "the news")
    wait_until(lambda: installation.answers("/livez", 200), "the web")
    assert installation.child("gunicorn") not in {None, before}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything(installation: Installation, number: int) -> None:
    family = installation.family()
    assert len(family) >= 3
    assert installation.stop(number) == 0
    wait_until(lambda: not family.keys() & running().keys(), "its end", bound_s=10)
    installation.start()
    installation.ready()
    assert not installation.said("administrator")


def test_a_signal_while_it_starts_stops_it_too(tmp_path: Path) -> None:
    early = Installation(tmp_path / "home", QUIZAPP_RUNNER="none")
    early.start()
    wait_until(lambda: early.said("collecting"), "its first words")
    assert early.stop() == 0
    assert not early.said("READY")


def test_ctrl_c_before_everything_is_imported_is_quiet() -> None:
    interrupted = """
import os, runpy, signal, sys
class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == "django.core.management":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, CtrlC())
sys.argv = ["manage.py", "up"]
runpy.run_path("manage.py", run_name="__main__")
"""
    ended = subprocess.run([sys.executable, "-c", interrupted], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGINT, "", "")


def test_a_killed_parent_leaves_nothing_running(installation: Installation) -> None:
    family = installation.family()
    installation.stop(signal.SIGKILL)
    wait_until(lambda: not family.keys() & running().keys(), "its end", bound_s=20)
    installation.start()
    installation.ready()
