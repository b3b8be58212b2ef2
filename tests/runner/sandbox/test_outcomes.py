"""What becomes of a snippet, seen through a real supervisor."""

from collections.abc import Callable

import pytest

from runner.protocol import Execution, Outcome

pytestmark = pytest.mark.processes

Run = Callable[..., Execution]


def test_a_snippet_that_ends_is_finished(run: Run) -> None:
    execution = run("print('hello')")
    assert (execution.outcome, execution.stdout, execution.stderr) == (Outcome.FINISHED, "hello\n", "")
    assert execution.exception is None
    assert execution.wall_ms > 0
    assert execution.cpu_ms > 0
    assert execution.peak_mib > 0


def test_an_exception_is_reported_with_its_line_and_traceback(run: Run) -> None:
    execution = run("def f():\n    return 1 / 0\n\nf()\n")
    assert execution.outcome is Outcome.RAISED
    assert execution.exception is not None
    assert (execution.exception.type, execution.exception.line) == ("ZeroDivisionError", 2)
    assert execution.exception.message == "division by zero"
    assert 'File "snippet.py", line 4, in <module>\n    f()' in execution.stderr
    assert "runner" not in execution.stderr


def test_a_syntax_error_is_an_outcome(run: Run) -> None:
    execution = run("x = 1\nif x\n")
    assert execution.outcome is Outcome.RAISED
    assert execution.exception is not None
    assert (execution.exception.type, execution.exception.line) == ("SyntaxError", 2)


@pytest.mark.parametrize(
    ("source", "outcome", "message"),
    [
        ("import sys; sys.exit()", Outcome.FINISHED, None),
        ("import sys; sys.exit(0)", Outcome.FINISHED, None),
        ("import sys; sys.exit(3)", Outcome.RAISED, "3"),
        ("import sys; sys.exit('why')", Outcome.RAISED, "why"),
        ("import os; os._exit(0)", Outcome.FINISHED, None),
        ("import os; os._exit(4)", Outcome.RAISED, "4"),
    ],
)
def test_leaving_early_counts_by_its_status(run: Run, source: str, outcome: Outcome, message: str | None) -> None:
    execution = run(source)
    assert execution.outcome is outcome
    assert (execution.exception.message if execution.exception else None) == message


def test_an_infinite_loop_times_out(run: Run) -> None:
    execution = run("print('before', flush=True)\nwhile True: pass", wall_s=0.5)
    assert (execution.outcome, execution.stdout) == (Outcome.TIMEOUT, "before\n")


def test_sleeping_is_bounded_too(run: Run) -> None:
    assert run("import time; time.sleep(100)", wall_s=0.5).outcome is Outcome.TIMEOUT


def test_processor_time_is_bounded_even_if_the_signal_is_ignored(run: Run) -> None:
    source = "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    assert run(source, cpu_s=1, wall_s=20.0).outcome is Outcome.TIMEOUT


@pytest.mark.parametrize(
    "source",
    [
        "x = bytearray(1 << 40)",
        "x = []\nwhile True: x.append(bytearray(1 << 22))",
        "import torch\nx = torch.ones(1 << 36)",
        "x = 'a' * (1 << 34)",
    ],
)
def test_a_memory_bomb_is_memory(run: Run, source: str) -> None:
    assert run(source, memory_mib=256).outcome is Outcome.MEMORY


def test_an_output_flood_is_cut_and_said_to_be(run: Run) -> None:
    execution = run("while True: print('x' * 1000)", output_bytes=4096)
    assert execution.outcome is Outcome.OUTPUT_LIMIT
    assert execution.stdout.encode()[:1000] == b"x" * 1000
    assert len(execution.stdout) == 4096


def test_a_flood_on_standard_error_counts_as_well(run: Run) -> None:
    source = "import sys\nwhile True: sys.stderr.write('x' * 1000)"
    assert run(source, output_bytes=4096).outcome is Outcome.OUTPUT_LIMIT


@pytest.mark.parametrize(
    "source",
    [
        "import ctypes; ctypes.string_at(0)",
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    ],
)
def test_death_by_a_signal_is_killed(run: Run, source: str) -> None:
    assert run(source).outcome is Outcome.KILLED


def test_bytes_that_are_not_utf_8_are_replaced_and_said_to_be(run: Run) -> None:
    execution = run("import os; os.write(1, b'a\\xff')")
    assert (execution.stdout, execution.lossy) == ("a\ufffd", True)


def test_a_forged_report_changes_nothing_seen_from_outside(run: Run) -> None:
    forged = '{"status": 0, "exception": null, "warnings": ["forged"], "stand_ins": []}'
    execution = run(f"import os\nprint('true')\nos.write(3, b'''{forged}''')\nraise ValueError")
    assert execution.stdout == "true\n"
    assert execution.outcome is Outcome.RAISED


def test_a_forged_jail_failure_is_the_snippets_own_exit(run: Run) -> None:
    execution = run("import os\nos._exit(120)")
    assert execution.outcome is Outcome.RAISED


def test_nothing_of_one_snippet_is_left_for_the_next(run: Run) -> None:
    run(
        "import builtins, os, sys, torch\nbuiltins.print = None\nsys.path.clear()\ntorch.ones = None\n"
        "os.environ['LEFT'] = 'x'\nopen('left.txt', 'w').write('x')"
    )
    source = (
        "import os, sys, torch\nprint(os.listdir('.'), 'LEFT' in os.environ, torch.ones(1).item(), len(sys.path) > 1)"
    )
    assert run(source).stdout == "[] False 1.0 True\n"


def test_surrogates_in_a_message_do_not_reach_the_report(run: Run) -> None:
    execution = run("raise ValueError('a\\ud800')")
    assert execution.exception is not None
    assert execution.exception.message == "a?"
