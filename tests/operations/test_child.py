from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quizapp.operations.child import Child, ChildPlan, pause_before

pytestmark = pytest.mark.processes

POLITE = """
import signal, time
signal.signal(signal.SIGTERM, lambda *_: (print('bye'), exit(0)))
print('up')
time.sleep(60)
"""
PARENT = """
import subprocess
process = subprocess.Popen(['sleep', '60'])
print('grandchild', process.pid)
process.wait()
"""
STARTER = """
import sys, time
from pathlib import Path
from quizapp.operations.child import Child, ChildPlan
child = Child(ChildPlan('sleeper', ('sleep', '60'), {'PATH': '/usr/bin:/bin'}), Path('.'), Path(sys.argv[1]))
child.start(0.0)
time.sleep(1)
print(child.pid, flush=True)
time.sleep(60)
"""

ROOT = Path(__file__).resolve().parent.parent.parent


def script(source: str, *, stop_within_s: float = 5.0, **environment: str) -> ChildPlan:
    seen = {"PATH": os.environ["PATH"], **environment}
    return ChildPlan("sample", (sys.executable, "-u", "-c", source), seen, stop_within_s)


def wait_until(condition: Callable[[], bool], bound_s: float = 20.0) -> None:
    give_up_at = time.monotonic() + bound_s
    while not condition():
        assert time.monotonic() < give_up_at, "waited too long"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[ChildPlan], Child]]:
    started: list[Child] = []

    def start_one(plan: ChildPlan) -> Child:
        child = Child(plan, ROOT, tmp_path / f"{len(started)}.log")
        started.append(child)
        child.start(at=0.0)
        return child

    yield start_one
    for child in started:
        child.stop()


def said(child: Child, text: str) -> Callable[[], bool]:
    return lambda: text in child.log.read_text()


def test_a_child_sees_its_own_environment_only(start: Callable[[ChildPlan], Child]) -> None:
    child = start(script("import os; print(sorted(os.environ)); input()", GIVEN="1"))
    wait_until(said(child, "]"))
    names = child.log.read_text()
    assert "'GIVEN'" in names
    assert "SECRET_KEY" not in names


def test_what_a_child_says_is_kept_private(start: Callable[[ChildPlan], Child]) -> None:
    child = start(script("print('first'); print('last words')"))
    wait_until(said(child, "last words"))
    assert child.last_words() == "last words"
    assert child.log.stat().st_mode & 0o077 == 0


def test_a_dead_child_starts_again_after_a_pause_that_grows(start: Callable[[ChildPlan], Child]) -> None:
    child = start(script("print('no such thing'); raise SystemExit(3)"))
    news: list[str] = []

    def heard(at: float) -> bool:
        if word := child.keep_alive(at):
            news.append(word)
            return True
        return False

    wait_until(lambda: heard(10.0))
    assert "status 3 (no such thing);" in news[-1]
    assert child.keep_alive(10.4) is None
    assert child.keep_alive(10.5) == "sample started again"
    wait_until(lambda: heard(11.0))
    assert child.deaths == 2
    assert child.keep_alive(11.9) is None
    assert child.keep_alive(12.0) == "sample started again"


def test_pauses_grow_to_a_bound() -> None:
    assert [pause_before(deaths) for deaths in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert pause_before(1000) == 30.0


def test_a_child_that_lived_long_is_forgiven_its_earlier_deaths(start: Callable[[ChildPlan], Child]) -> None:
    child = start(script("pass"))
    wait_until(lambda: child.keep_alive(1.0) is not None)
    child.start(at=100.0)
    wait_until(lambda: child.keep_alive(1000.0) is not None)
    assert child.deaths == 1


def test_stopping_asks_first(start: Callable[[ChildPlan], Child]) -> None:
    child = start(script(POLITE))
    wait_until(said(child, "up"))
    child.stop()
    assert child.last_words() == "bye"
    assert child.pid is None


def test_a_child_that_will_not_stop_is_killed(start: Callable[[ChildPlan], Child]) -> None:
    source = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up'); time.sleep(60)"
    child = start(script(source, stop_within_s=0.2))
    wait_until(said(child, "up"))
    pid = child.pid
    assert pid is not None
    child.stop()
    assert not alive(pid)


def test_nothing_of_a_dead_child_is_left(start: Callable[[ChildPlan], Child]) -> None:
    child = start(script(PARENT))
    wait_until(said(child, "grandchild"))
    grandchild = int(child.last_words().split()[1])
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    wait_until(lambda: child.keep_alive(1.0) is not None)
    wait_until(lambda: not alive(grandchild))


def test_a_long_log_is_put_aside_at_the_next_start(start: Callable[[ChildPlan], Child], tmp_path: Path) -> None:
    log = tmp_path / "0.log"
    log.write_bytes(b"x" * 6_000_000)
    child = start(script("print('new')"))
    wait_until(said(child, "new"))
    assert child.log.stat().st_size < 100
    assert (tmp_path / "0.log.1").stat().st_size == 6_000_000


def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    log = str(tmp_path / "log")
    parent = subprocess.Popen([sys.executable, "-c", STARTER, log], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
        parent.wait(10)
        wait_until(lambda: not alive(pid))
