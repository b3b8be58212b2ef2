"""Requests become reports: verdicts on keys, faults of ours, through a real supervisor."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runner.execute import execute
from runner.protocol import (
    ChoiceText,
    Comparison,
    Expectation,
    Outcome,
    Program,
    RunReport,
    RunRequest,
    Verdict,
    Verification,
)

pytestmark = pytest.mark.processes

FROZEN_RESNET = """\
import torch
import torchvision.models as models

model = models.resnet18({argument})
for param in model.parameters():
    param.requires_grad = False
model.fc = torch.nn.Linear(model.fc.in_features, 10)
print(sum(p.numel() for p in model.parameters() if p.requires_grad))
"""


def request(source: str, **options: Any) -> RunRequest:
    return RunRequest(run_id=str(uuid.uuid4()), attempt=1, program=Program(source=source), **options)


def expecting(key: str, *others: str, **comparison: Any) -> Expectation:
    choices = [ChoiceText(id="key", text=key)]
    choices += [ChoiceText(id=f"other{number}", text=text) for number, text in enumerate(others)]
    return Expectation(choices=tuple(choices), key="key", comparison=Comparison(**comparison))


@pytest.fixture
def verify(supervisor: Any) -> Callable[..., Verification]:
    def verify(source: str, key: str, *others: str, **comparison: Any) -> Verification:
        expectation = expecting(key, *others, **comparison)
        report = execute(request(source, expectation=expectation), supervisor.socket, host="test")
        assert report.fault is None, report.fault
        assert RunReport.from_dict(report.to_dict()) == report
        assert report.verification is not None
        return report.verification

    return verify


Verify = Callable[..., Verification]


@pytest.mark.parametrize(
    "argument",
    ["pretrained=True", 'weights="IMAGENET1K_V1"', "weights=models.ResNet18_Weights.DEFAULT", "weights=None"],
)
def test_the_frozen_resnet_with_a_new_head_trains_5130_parameters(verify: Verify, argument: str) -> None:
    verification = verify(FROZEN_RESNET.format(argument=argument), "5130", "20480", "1000", "0")
    assert (verification.verdict, verification.matched, verification.runs) == (Verdict.PROVEN, "key", 5)
    assert verification.holds_for == ("" if argument == "weights=None" else "any weights")


def test_a_wrong_key_is_refuted_and_the_right_choice_named(verify: Verify) -> None:
    verification = verify("print(1 + 1)", "11", "2")
    assert (verification.verdict, verification.matched) == (Verdict.REFUTED, "other0")
    assert verification.output == "2\n"


def test_an_output_that_is_no_choice_refutes(verify: Verify) -> None:
    assert verify("print(1 + 1)", "11", "3").verdict is Verdict.REFUTED


def test_a_key_that_is_not_the_only_match_is_refuted(verify: Verify) -> None:
    verification = verify("print('3')", "3", " 3 ")
    assert (verification.verdict, verification.matched) == (Verdict.REFUTED, None)


@pytest.mark.parametrize(
    ("source", "because"),
    [
        ("import torch\nprint(torch.rand(2))", ("seed",)),
        ("import random\nprint(random.random())", ("seed",)),
        ("import numpy as np\nprint(np.random.rand(2))", ("seed",)),
        ("print({'apple', 'pear', 'plum', 'fig'})", ("hash",)),
        ("import torch\nprint(torch.empty(4, dtype=torch.uint8))", ("uninitialised_memory",)),
        ("print(object())", ("address",)),
        ("import time\nprint(time.time_ns())", ("clock",)),
    ],
)
def test_chance_is_unstable_and_its_cause_is_named(verify: Verify, source: str, because: tuple[str, ...]) -> None:
    verification = verify(source, "a", "b")
    assert (verification.verdict, verification.unstable_because) == (Verdict.UNSTABLE, because)


def test_a_seeded_snippet_is_immune_to_our_seeds(verify: Verify) -> None:
    source = "import torch\ntorch.manual_seed(0)\nprint(torch.randint(0, 100, (3,)))"
    assert verify(source, "tensor([44, 39, 33])", "tensor([0, 0, 0])").verdict is Verdict.PROVEN


def test_an_output_that_rests_on_absent_weights_is_inconclusive(verify: Verify) -> None:
    source = "import torchvision\nm = torchvision.models.resnet18(weights='DEFAULT')\nprint(m.fc.bias[0].item())"
    verification = verify(source, "0.1", "0.2")
    assert verification.verdict is Verdict.INCONCLUSIVE
    assert "weights" in verification.reason


def test_an_exception_can_be_the_answer(verify: Verify) -> None:
    source = "import torch\nprint(torch.ones(2, 3) @ torch.ones(2, 3))"
    assert verify(source, "RuntimeError", "tensor(...)").verdict is Verdict.PROVEN


def test_numbers_within_a_tolerance(verify: Verify) -> None:
    assert verify("print(0.1 + 0.2)", "0.3", "0.4", relation="numbers", tolerance=1e-6).verdict is Verdict.PROVEN


def test_a_loop_without_end_is_inconclusive_and_not_repeated(supervisor: Any) -> None:
    endless = request("while True: pass", expectation=expecting("1", "2"))
    endless = endless.model_copy(update={"limits": endless.limits.model_copy(update={"wall_s": 0.5})})
    report = execute(endless, supervisor.socket, host="test")
    assert [each.outcome for each in report.executions] == [Outcome.TIMEOUT]
    assert report.verification is not None
    assert report.verification.verdict is Verdict.INCONCLUSIVE


def test_without_an_expectation_there_are_executions_and_no_verdict(supervisor: Any) -> None:
    report = execute(request("print(1)", repeats=3), supervisor.socket, host="test")
    assert [execution.stdout for execution in report.executions] == ["1\n"] * 3
    assert report.verification is None
    assert report.environment is not None
    assert report.jail


def test_no_supervisor_is_a_retryable_fault(tmp_path: Path) -> None:
    report = execute(request("print(1)"), tmp_path / "nobody.sock", host="test")
    assert report.fault is not None
    assert (report.fault.kind, report.fault.retryable) == ("SupervisorUnavailable", True)


def test_an_unknown_runtime_is_a_fault_that_stays(supervisor: Any) -> None:
    asked = request("print(1)")
    asked = asked.model_copy(update={"program": Program(source="1", runtime="cobol")})
    report = execute(asked, supervisor.socket, host="test")
    assert report.fault is not None
    assert (report.fault.kind, report.fault.retryable) == ("UnknownRuntime", False)


COMPILED = """import torch

def double(x):
    return x * 2

fast = torch.compile(double, backend="eager")
print(fast(torch.tensor([1.0, 2.0])).tolist())
"""


def explained(supervisor: Any, source: str, key: str, other: str = "another") -> RunReport:
    report = execute(request(source, expectation=expecting(key, other), explain=True), supervisor.socket, host="test")
    assert RunReport.from_dict(report.to_dict()) == report
    assert report.fault is None, report.fault
    return report


def test_a_proven_key_is_explained_where_that_is_asked_for(supervisor: Any) -> None:
    report = explained(supervisor, FROZEN_RESNET.format(argument="weights=None"), "5130")
    assert report.explained is not None
    explanation = report.explained.explanation
    assert explanation is not None, report.explained.no_explanation
    assert explanation.final_answer.text == "It prints `5130`."
    texts = " ".join(sentence.text for sentence in explanation.steps)
    assert "512 × 10 weights + 10 biases = 5130" in texts
    assert "The other 11,176,512 parameters are frozen." in texts


def test_what_is_compiled_is_explained_from_a_run_that_is_not(supervisor: Any) -> None:
    report = explained(supervisor, COMPILED, "[2.0, 4.0]")
    assert report.explained is not None
    explanation = report.explained.explanation
    assert explanation is not None, report.explained.no_explanation
    assert explanation.steps[-1].text == "`x` is `[1.0, 2.0]`, so `x * 2` is `[2.0, 4.0]`."


def test_what_was_not_asked_for_or_not_proven_is_not_explained(supervisor: Any) -> None:
    asked_for = execute(request("print(2)", expectation=expecting("2", "3")), supervisor.socket, host="test")
    assert asked_for.explained is None
    assert explained(supervisor, "print(2)", "3", "2").explained is None


@pytest.mark.parametrize(
    ("source", "key", "reason"),
    [
        ("import sys\nsys.settrace(None)\nprint(2)", "2", "the program sets a tracer of its own"),
        (
            "import threading\nt = threading.Thread(target=print, args=(2,))\nt.start()\nt.join()",
            "2",
            "starts threads",
        ),
        ("x = 0\n" * 9_999 + "print(x)\n", "0", "more than 500 lines"),
        ("n = 0\nfor i in range(60_000):\n    n += i\nprint(n)", "1799970000", "more lines than a trace holds"),
        ("import sys\nprint(sys.gettrace() is None)", "True", "something else"),
        ("print('x' * 10", "SyntaxError", "No line of the program ran"),
        ("import os\nprint(2, flush=True)\nos._exit(0)", "2", "left no trace"),
        (COMPILED.replace("x * 2", "x + torch.compiler.is_compiling()"), "[2.0, 3.0]", "without compiling it did"),
    ],
)
def test_a_program_that_cannot_be_followed_keeps_its_proof_and_says_why(
    supervisor: Any, source: str, key: str, reason: str
) -> None:
    report = explained(supervisor, source, key)
    assert report.verification is not None
    assert report.verification.verdict is Verdict.PROVEN
    assert report.explained is not None
    assert report.explained.explanation is None
    assert reason in report.explained.no_explanation


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("explain", "Making the explanation failed."),
        ("search", "There is nothing in the run that a sentence could rest on."),
    ],
)
def test_a_failure_of_explaining_leaves_the_proof_alone(
    supervisor: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, part: str, reason: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setattr(f"runner.execute.{part}", fail)
    report = explained(supervisor, "print(2)", "2")
    assert report.verification is not None
    assert report.verification.verdict is Verdict.PROVEN
    assert report.explained is not None
    assert report.explained.no_explanation == reason
    assert "a fault of ours" in caplog.text
