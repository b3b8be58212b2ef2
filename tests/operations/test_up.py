from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.operations.installation import Installation, resident_mib, running, wait_until

pytestmark = pytest.mark.processes

PARTS = {"database": "ok", "sweeper": "ok", "reports_worker": "ok", "runner_cpu": "ok"}
CHILDREN = {
    "web": ("gunicorn",),
    "reports worker": ("celery",),
    "runner worker": ("runner", "worker"),
    "supervisor": ("runner", "serve"),
}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    pytest.importorskip("torch", reason="torch is not installed")
    started = Installation(tmp_path_factory.mktemp("whole") / "home", RUNNER_TEMP="set-by-some-ci-systems")
    started.start()
    started.ready()
    # On a busy machine READY does not wait for the last proof.
    wait_until(lambda: set(states(started)) == {"recorded"}, "every proof", bound_s=900)
    yield started
    started.stop()


def child(installation: Installation, name: str) -> int:
    pid = installation.child(*CHILDREN[name])
    assert pid, f"{name} is not there: {installation.told()}"
    return pid


def variables(pid: int) -> set[str]:
    return {entry.split("=")[0] for entry in Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")}


def states(installation: Installation) -> Counter[str]:
    """How many proofs are waiting, sent, recorded; explanations come after them and take minutes."""
    with closing(sqlite3.connect(installation.home / "quizapp.sqlite3")) as database:
        return Counter(state for (state,) in database.execute("SELECT state FROM runs_run WHERE NOT explain"))


def test_every_part_is_there(installation: Installation) -> None:
    status, body = installation.get("/healthz")
    assert status == 200, body
    assert json.loads(body) == {"status": "ok", "missing": [], "parts": PARTS}
    assert not installation.said("not there")


def test_it_says_how_far_the_proofs_are(installation: Installation) -> None:
    assert any(line.startswith("proving ") for line in installation.lines)
    assert not installation.said("not shown to learners"), installation.told()


def test_every_shipped_question_is_proven_5130_among_them(installation: Installation) -> None:
    evidence = installation.evidence()
    assert len(evidence) >= 6
    assert {each["verdict"] for each in evidence} == {"proven"}
    assert "5130" in {each["output"].strip() for each in evidence}


def test_the_runners_processes_know_neither_the_key_nor_the_database(installation: Installation) -> None:
    worker = variables(child(installation, "runner worker"))
    supervisor = variables(child(installation, "supervisor"))
    assert {"RUNNER_BROKER_URL", "RUNNER_SOCKET"} <= worker
    assert "RUNNER_SOCKET" in supervisor
    assert "RUNNER_BROKER_URL" not in supervisor
    for seen in (worker, supervisor):
        assert not {"SECRET_KEY", "DATABASE_URL", "QUIZAPP_HOME", "DJANGO_SETTINGS_MODULE", "RUNNER_TEMP"} & seen


def test_the_web_process_stays_small(installation: Installation) -> None:
    installation.get("/")
    web = [pid for pid, line in installation.family().items() if "gunicorn" in line]
    assert len(web) == 2
    assert max(resident_mib(pid) for pid in web) < 150


@pytest.mark.parametrize("name", sorted(CHILDREN))
def test_a_killed_child_is_started_again(installation: Installation, name: str) -> None:
    before = child(installation, name)
    news = len(installation.lines)
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: any(f"{name} started again" in line for line in installation.lines[news:]), "the news")
    wait_until(lambda: installation.answers("/healthz", 200), "health")
    assert child(installation, name) != before


def test_what_was_with_a_killed_runner_worker_is_run_again_long_before_its_lease_ends(
    installation: Installation,
) -> None:
    installation.manage(
        "shell",
        "-c",
        "from django.utils import timezone\n"
        "from quizapp.evidence.in_use import revisions_in_use\n"
        "from quizapp.evidence.proving import prove\n"
        "for revision in revisions_in_use(): prove(revision, 10, timezone.now())\n",
    )
    wait_until(lambda: bool(states(installation)["sent"]), "runs to be sent")
    os.kill(child(installation, "runner worker"), signal.SIGKILL)
    # A lease of five runs is seven minutes.
    wait_until(lambda: set(states(installation)) == {"recorded"}, "every proof to be recorded", bound_s=300)


def test_stopped_it_leaves_nothing_and_started_again_it_is_ready_without_proving(installation: Installation) -> None:
    family = installation.family()
    assert len(family) >= 6
    assert installation.stop() == 0
    wait_until(lambda: not family.keys() & running().keys(), "its end", bound_s=10)
    installation.start()
    installation.ready()
    assert not installation.said("proving")
    assert not installation.said("administrator")


def test_a_killed_parent_leaves_nothing_running(installation: Installation) -> None:
    family = installation.family()
    installation.stop(signal.SIGKILL)
    wait_until(lambda: not family.keys() & running().keys(), "its end", bound_s=30)
