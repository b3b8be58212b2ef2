"""The command line by itself: no Django, no database, no broker; one JSON line for each input."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runner.protocol import SOURCE_LIMIT_BYTES

pytestmark = pytest.mark.processes

Call = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def call(supervisor: Any) -> Call:
    """Runs ``python -m runner`` beside the shared supervisor."""

    def call(*arguments: str, stdin: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("RUNNER_", "DJANGO_"))}
        return subprocess.run(
            [sys.executable, "-m", "runner", *arguments],
            env={**clean, "RUNNER_SOCKET": str(supervisor.socket), **settings},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return call


def lines_of(finished: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    return [json.loads(line) for line in finished.stdout.splitlines()]


def test_run_takes_files_and_standard_input(call: Call, tmp_path: Path) -> None:
    script = tmp_path / "hello.py"
    script.write_text("print('from a file')", encoding="utf-8")
    finished = call("run", str(script), "-", stdin="print('from a pipe')")
    assert finished.returncode == 0
    assert [(line["name"], line["outcome"], line["stdout"]) for line in lines_of(finished)] == [
        (str(script), "finished", "from a file\n"),
        ("-", "finished", "from a pipe\n"),
    ]
    assert finished.stderr == ""


def test_a_line_carries_all_that_is_promised(call: Call) -> None:
    (line,) = lines_of(call("run", "-", "--runtime", "python", stdin="import warnings\nwarnings.warn('w')\n1 / 0"))
    assert {
        "name", "outcome", "stdout", "stderr", "lossy", "exception", "warnings", "wall_ms", "cpu_ms", "peak_mib",
        "runtime", "device", "environment",
    } <= set(line)  # fmt: skip
    assert line["exception"] == {"type": "ZeroDivisionError", "message": "division by zero", "line": 3}
    assert line["warnings"] == ["UserWarning: w"]
    assert line["environment"]["versions"]["python"]
    assert "seccomp" in line["environment"]["jail"]


def test_jsonl_answers_in_input_order_whatever_takes_longest(call: Call, tmp_path: Path) -> None:
    sources = ["import time; time.sleep(0.5); print(0)", *(f"print({number})" for number in range(1, 100))]
    path = tmp_path / "in.jsonl"
    path.write_text(
        "\n".join(json.dumps({"name": f"n{i}", "source": s, "runtime": "python"}) for i, s in enumerate(sources)),
        encoding="utf-8",
    )
    finished = call("run", "--jsonl", str(path))
    assert finished.returncode == 0
    assert [(line["name"], line["stdout"]) for line in lines_of(finished)] == [(f"n{i}", f"{i}\n") for i in range(100)]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"[1, 2]", "not an object"),
        (b"{", "not JSON"),
        (b'"text"', "not an object"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"source": "1"}', "name"),
        (b'{"name": 3, "source": "1"}', "name"),
        (b'{"name": "x"}', "source"),
        (b'{"name": "x", "source": ""}', "source"),
        (b'{"name": "x", "source": 5}', "source"),
        (b'{"name": "x", "source": "a\\u0000b"}', "NUL"),
        (b'{"name": "x", "source": "\\ud800"}', "source"),
        (b'{"name": "x", "source": "1", "extra": 1}', "extra"),
        (b'{"name": "x", "source": "1", "runtime": "cobol"}', "cobol"),
        (b'{"name": "x", "source": "1", "runtime": "../x"}', "runtime"),
        (b'{"name": "x", "source": "1", "device": "tpu"}', "device"),
        (json.dumps({"name": "x", "source": "#" * (SOURCE_LIMIT_BYTES + 1)}).encode(), str(SOURCE_LIMIT_BYTES)),
    ],
)
def test_bad_input_is_one_clear_error_and_the_others_go_on(
    call: Call, tmp_path: Path, line: bytes, complaint: str
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(
        b'{"name": "before", "source": "print(1)"}\n' + line + b'\n{"name": "after", "source": "print(2)"}'
    )
    finished = call("run", "--jsonl", str(path), "--runtime", "python")
    before, refused, after = lines_of(finished)
    assert (before["stdout"], after["stdout"]) == ("1\n", "2\n")
    assert complaint in refused["runner_error"]["message"]
    assert refused["runner_error"]["retryable"] is False
    assert "outcome" not in refused
    assert finished.returncode == 0


@pytest.mark.parametrize("source", ["(" * 500, "-" * 60_000 + "1", "x = " + "[" * 3000, "f(" * 200 + ")" * 200])
def test_what_crashes_the_parser_is_an_outcome(call: Call, source: str) -> None:
    (line,) = lines_of(call("run", "-", "--runtime", "python", stdin=source))
    assert line["outcome"] in {"raised", "memory", "killed"}


def test_output_that_is_not_utf_8_is_lossy(call: Call) -> None:
    (line,) = lines_of(call("run", "-", "--runtime", "python", stdin="import os\nos.write(1, b'\\xff')"))
    assert (line["stdout"], line["lossy"]) == ("\ufffd", True)


@pytest.mark.parametrize("arguments", [(), ("a.py", "--jsonl", "b.jsonl"), ("--device", "tpu", "-")])
def test_a_call_that_makes_no_sense_is_refused(call: Call, arguments: tuple[str, ...]) -> None:
    assert call("run", *arguments).returncode == 2


def test_a_missing_file_is_an_error_line(call: Call, tmp_path: Path) -> None:
    (line,) = lines_of(call("run", str(tmp_path / "missing.py")))
    assert "No such file" in line["runner_error"]["message"]


def test_a_missing_list_is_an_error(call: Call, tmp_path: Path) -> None:
    finished = call("run", "--jsonl", str(tmp_path / "missing.jsonl"))
    assert finished.returncode == 1
    assert "missing.jsonl" in finished.stderr


def test_it_starts_a_supervisor_of_its_own_where_none_runs(call: Call, tmp_path: Path) -> None:
    finished = call(
        "run", "-", stdin="print('ran')", RUNNER_SOCKET=str(tmp_path / "none.sock"), RUNNER_RUNTIMES="python"
    )
    assert [line["stdout"] for line in lines_of(finished)] == ["ran\n"]
    assert not (tmp_path / "none.sock").exists()


def test_a_terminal_gets_a_progress_bar_and_a_pipe_does_not(supervisor: Any, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"name": "a", "source": "1"}\n{"name": "b", "source": "1"}', encoding="utf-8")
    main_end, terminal = pty.openpty()
    finished = subprocess.run(
        [sys.executable, "-m", "runner", "run", "--jsonl", str(path), "--runtime", "python"],
        env={**os.environ, "RUNNER_SOCKET": str(supervisor.socket)},
        stdout=subprocess.PIPE,
        stderr=terminal,
        check=True,
    )
    os.close(terminal)
    shown = os.read(main_end, 10_000)
    os.close(main_end)
    assert b"2/2" in shown
    assert len(finished.stdout.splitlines()) == 2


def test_the_self_test_names_the_layers_and_passes(call: Call) -> None:
    finished = call("selftest", RUNNER_RUNTIMES="python")
    assert finished.returncode == 0
    assert "passed" in finished.stdout
    assert "seccomp" in finished.stdout


def test_doctor_says_what_there_is(call: Call) -> None:
    finished = call("doctor")
    assert finished.returncode == 0
    for word in ("python", "landlock", "runtime", "layers", "self-test  passed"):
        assert word in finished.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RUNNER_SLOTS", "many"),
        ("RUNNER_SLOTS", "0"),
        ("RUNNER_RUNTIMES", "cobol"),
        ("RUNNER_SOCKET", "relative.sock"),
        ("RUNNER_SOCKET", "/" + "x" * 200),
        ("RUNNER_HEARTBEAT_S", "-1"),
        ("RUNNER_NAME", "a\nb"),
        ("RUNNER_TYPO", "1"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(call: Call, name: str, value: str) -> None:
    finished = call("doctor", **{name: value})
    assert finished.returncode == 1
    assert name in finished.stderr


def test_a_worker_without_a_broker_says_what_is_missing(call: Call) -> None:
    finished = call("worker")
    assert finished.returncode == 1
    assert "RUNNER_BROKER_URL" in finished.stderr


def test_the_bench_prints_a_table_and_writes_json(call: Call, tmp_path: Path) -> None:
    finished = call("bench", "jail", "--quick", "--json", str(tmp_path / "bench.json"), RUNNER_RUNTIMES="python")
    assert finished.returncode == 0, finished.stderr
    assert "entering the jail" in finished.stdout
    figures = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))["figures"]
    assert [figure["value"] > 0 for figure in figures] == [True, True]


def test_an_unknown_group_of_the_bench_is_refused(call: Call) -> None:
    assert call("bench", "cobol").returncode == 2


QUESTION = {
    "source": "samples = 50\nprint(samples // 16)\n",
    "runtime": "python",
    "choices": {"A": "3", "B": "3.125"},
    "key": "A",
}


def test_explain_prints_the_explanation_of_one_question(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "question.json"
    path.write_text(json.dumps(QUESTION, indent=2), encoding="utf-8")
    finished = call("explain", str(path))
    assert finished.returncode == 0, finished.stderr
    printed = json.loads(finished.stdout)
    assert printed["verdict"] == "proven"
    assert printed["steps"][-1] == {
        "message": "computes",
        "values": {"text": "samples // 16", "arithmetic": "50 // 16 = 3"},
        "cites": [2],
        "text": "`samples // 16` is 50 // 16 = 3.",
    }
    assert printed["final_answer"]["text"] == "It prints `3`."
    assert printed["quick_check"]["text"]
    assert [step["line"] for step in printed["trace"]["steps"]] == [1, 2]
    slip = printed["distractors"]["B"]
    assert (slip["output"], printed["unreached"]) == ("3.125\n", [])
    assert "+print(samples / 16)" in slip["diff"]
    assert slip["mutation"]
    assert slip["slip"].endswith(".")
    assert isinstance(printed["proposals"], list)


def test_explain_says_why_there_is_no_explanation(call: Call) -> None:
    finished = call("explain", "-", stdin=json.dumps(QUESTION | {"key": "B"}))
    printed = json.loads(finished.stdout)
    assert (finished.returncode, printed["verdict"], printed["steps"]) == (0, "refuted", [])
    assert printed["no_explanation"] == "The key is refuted: The output equals A, not the key."


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "not JSON"),
        ("[]", "not an object"),
        ('{"source": "print(1)"}', "choices and key are missing"),
        (json.dumps(QUESTION | {"key": "Z"}), "key 'Z' is none of the choices"),
        (json.dumps(QUESTION | {"runtime": "cobol"}), "cobol"),
        (json.dumps(QUESTION | {"choices": {"A": "3"}}), "1 choices"),
        (json.dumps(QUESTION | {"source": 3}), "source"),
        (json.dumps(QUESTION | {"more": 3}), "more"),
    ],
)
def test_explain_refuses_what_is_no_question_with_one_clear_line(call: Call, content: str, complaint: str) -> None:
    finished = call("explain", "-", stdin=content)
    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr.startswith("explain: -: ")
    assert complaint in finished.stderr
    assert finished.stderr.count("\n") == 1


def test_explain_names_a_file_that_is_not_there(call: Call) -> None:
    finished = call("explain", "/nowhere/question.json")
    assert (finished.returncode, finished.stderr) == (
        1,
        "explain: /nowhere/question.json: No such file or directory\n",
    )
