"""Which slips explain wrong choices, with runs that are made up and with runs in the jail."""

import ast
from collections.abc import Callable, Sequence

import pytest

from runner.execute import slips_behind
from runner.explained import Slip
from runner.explanation.search import MAX_PAIRS, MAX_SINGLES, Found, Trial, search
from runner.protocol import (
    ChoiceText,
    Comparison,
    Environment,
    ExceptionSeen,
    Execution,
    Expectation,
    Outcome,
    Program,
)
from runner.sandbox.client import Client
from tests.runner.conftest import RunningSupervisor

Answer = Callable[[Trial], Execution]


def never() -> bool:
    return False


def expecting(key: str, *others: str, **comparison: object) -> Expectation:
    choices = (
        ChoiceText(id="key", text=key),
        *(ChoiceText(id=f"other{n}", text=text) for n, text in enumerate(others)),
    )
    return Expectation(choices=choices, key="key", comparison=Comparison.from_dict(comparison))


def printing(text: str) -> Execution:
    return Execution(outcome=Outcome.FINISHED, stdout=text + "\n")


class Runner:
    """Answers trials by a rule and remembers them."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.trials: list[Trial] = []

    def __call__(self, trials: Sequence[Trial]) -> Sequence[Execution]:
        self.trials += trials
        return [self.answer(trial) for trial in trials]

    @property
    def programs(self) -> list[str]:
        return list(dict.fromkeys(trial.program.source for trial in self.trials))


def searched(answer: Answer, source: str, expectation: Expectation, over: Callable[[], bool] = never) -> Found:
    return search(Runner(answer), Program(source=source), expectation, over=over)


REDUCED = "print(x.sum(dim=1, keepdim=True).shape)\n"


def test_a_choice_is_explained_by_the_mutant_that_prints_it() -> None:
    def answer(trial: Trial) -> Execution:
        return printing("(2,)" if "keepdim" not in trial.program.source else "(2, 1)")

    found = searched(answer, REDUCED, expecting("(2, 1)", "(2,)", "(3,)"))
    (distractor,) = found.distractors
    assert distractor.choice == "other0"
    assert distractor.slip.mutations == ("keepdim-forgotten",)
    assert distractor.slip.output == "(2,)\n"
    assert distractor.slip.diff == ("@@ -1 +1 @@\n-print(x.sum(dim=1, keepdim=True).shape)\n+print(x.sum(dim=1).shape)")
    assert found.unreached == ("other1",)


def test_a_mutant_whose_output_is_chance_explains_nothing() -> None:
    def answer(trial: Trial) -> Execution:
        return printing(str(trial.variant.seed) if "dim=0" in trial.program.source else "key")

    found = searched(answer, REDUCED, expecting("key", "0"))
    assert found.distractors == ()
    assert found.unreached == ("other0",)
    assert found.proposals == ()


def test_a_slip_is_run_under_three_variants_and_under_all_where_there_is_reason_for_doubt() -> None:
    def variants_of_the_slip(*noticed: str) -> int:
        def answer(trial: Trial) -> Execution:
            text = "other\n" if "keepdim" not in trial.program.source else "key\n"
            return Execution(outcome=Outcome.FINISHED, stdout=text, noticed=noticed)

        runner = Runner(answer)
        search(runner, Program(source=REDUCED), expecting("key", "other"), over=never)
        ran = [trial.variant for trial in runner.trials if trial.program.source == "print(x.sum(dim=1).shape)\n"]
        return len(set(map(repr, ran)))

    assert variants_of_the_slip("unseeded") == 3
    assert variants_of_the_slip("unseeded", "contents") == 5


def test_what_breaks_the_program_is_nobody_s_slip() -> None:
    def answer(trial: Trial) -> Execution:
        if trial.program.source != "print(y)\n":
            return printing("key")
        broken = ExceptionSeen(type="NameError", message="name 'y' is not defined")
        return Execution(outcome=Outcome.RAISED, exception=broken)

    found = searched(answer, "y = f(y)\nprint(y)\n", expecting("key", "NameError"))
    assert found.mutants_run == 1
    assert found.distractors == ()


def test_another_mutant_explains_where_the_best_was_chance() -> None:
    def answer(trial: Trial) -> Execution:
        if "dim=0" in trial.program.source:
            return printing(str(trial.variant.seed))
        return printing("0" if "dim=-1" in trial.program.source else "key")

    (distractor,) = searched(answer, REDUCED, expecting("key", "0")).distractors
    assert distractor.slip.mutations == ("last-dimension",)


def test_the_likeliest_and_smallest_slip_explains_where_several_print_the_same() -> None:
    def answer(trial: Trial) -> Execution:
        return printing("key" if trial.program.source == "y = (a * b).shape\n" else "same")

    (distractor,) = searched(answer, "y = (a * b).shape\n", expecting("key", "same")).distractors
    assert distractor.slip.mutations == ("matmul-for-elementwise",)


def test_two_slips_explain_what_one_does_not_and_are_named_both() -> None:
    def answer(trial: Trial) -> Execution:
        source = trial.program.source
        return printing("both" if "dim=0" in source and "keepdim" not in source else "key")

    found = searched(answer, REDUCED, expecting("key", "both"))
    (distractor,) = found.distractors
    assert set(distractor.slip.mutations) == {"first-dimension", "keepdim-forgotten"}
    assert distractor.slip.sentence.count(".") == 2


def test_no_pair_is_run_where_single_slips_reach_every_choice() -> None:
    def answer(trial: Trial) -> Execution:
        return printing("other" if "keepdim" not in trial.program.source else "key")

    runner = Runner(answer)
    found = search(runner, Program(source=REDUCED), expecting("key", "other"), over=never)
    alone = search(Runner(answer), Program(source=REDUCED), expecting("key", "other"), over=never, max_pairs=0)
    assert found == alone


def test_an_output_nobody_lists_is_proposed_once_with_its_likeliest_slip() -> None:
    def answer(trial: Trial) -> Execution:
        return printing("key" if "dim=1" in trial.program.source else "news")

    found = searched(answer, REDUCED, expecting("key", "other"))
    assert [(slip.output, slip.mutations) for slip in found.proposals] == [("news\n", ("first-dimension",))]


def test_what_raised_is_no_proposal_but_explains_the_choice_that_names_it() -> None:
    def answer(trial: Trial) -> Execution:
        if "dim=0" not in trial.program.source:
            return printing("key")
        raised = ExceptionSeen(type="RuntimeError", message="no")
        return Execution(outcome=Outcome.RAISED, exception=raised)

    found = searched(answer, REDUCED, expecting("key", "RuntimeError"))
    assert [(each.choice, each.slip.exception) for each in found.distractors] == [("other0", "RuntimeError")]
    assert searched(answer, REDUCED, expecting("key", "other")).proposals == ()


def test_the_question_s_own_relation_decides() -> None:
    def answer(trial: Trial) -> Execution:
        return printing("2.04" if "dim=0" in trial.program.source else "key")

    assert searched(answer, REDUCED, expecting("key", "2.0")).distractors == ()
    near = expecting("key", "2.0", relation="numbers", tolerance=0.1)
    assert len(searched(answer, REDUCED, near).distractors) == 1


def test_a_mutant_that_was_stopped_explains_nothing() -> None:
    def answer(trial: Trial) -> Execution:
        if trial.program.source == REDUCED:
            return printing("key")
        return Execution(outcome=Outcome.MEMORY, stdout="other\n")

    assert searched(answer, REDUCED, expecting("key", "other")).distractors == ()


def test_mutants_that_never_end_end_the_search() -> None:
    runner = Runner(lambda trial: Execution(outcome=Outcome.TIMEOUT))
    source = "".join(f"print(x.sum(dim={n + 1}))\n" for n in range(200))
    found = search(runner, Program(source=source), expecting("key", "other"), over=never)
    assert found.unreached == ("other0",)
    assert len(runner.trials) < MAX_SINGLES


def test_nothing_is_run_once_the_time_is_up() -> None:
    runner = Runner(lambda trial: printing("other"))
    found = search(runner, Program(source=REDUCED), expecting("key", "other"), over=lambda: True)
    assert runner.trials == []
    assert found == Found(unreached=("other0",))


@pytest.mark.parametrize(
    "source",
    [
        "print(",
        "\x00",
        "x = 1\n" * 10_000,
        "(" * 5_000 + ")" * 5_000,
        "-" * 20_000 + "1\n",
        "é = 'ü\n",
        "\ufeffx = 1\n",
    ],
)
def test_a_source_that_does_not_parse_or_is_no_question_has_no_mutants(source: str) -> None:
    runner = Runner(lambda trial: printing("other"))
    program = Program.model_construct(source=source, runtime="python", device="cpu")
    assert search(runner, program, expecting("key", "other"), over=never).mutants_run == 0
    assert runner.trials == []


def test_hundreds_of_places_are_tried_within_the_bound() -> None:
    runner = Runner(lambda trial: printing("key"))
    line = "print(x[0:1].sum(dim=1, keepdim=True) + y.mean(dim=2) @ z.T.reshape(2, 3) // 2)\n"
    found = search(runner, Program(source=line * 60), expecting("key", "other"), over=never)
    assert found.mutants_run <= MAX_SINGLES + MAX_PAIRS
    assert all(ast.parse(program) for program in runner.programs)


def test_no_program_is_run_twice_under_the_same_variant() -> None:
    runner = Runner(lambda trial: printing("key"))
    search(runner, Program(source=REDUCED), expecting("key", "other"), over=never)
    assert len(runner.programs) == len(runner.trials)


# In the jail

FAMILIES: dict[str, tuple[str, str, Expectation, dict[str, str]]] = {
    "counts": (
        "pytorch",
        (
            "from torch import nn\n\n"
            "model = nn.Sequential(nn.Linear(6, 4), nn.ReLU(), nn.Linear(4, 3))\n"
            "model[0].requires_grad_(False)\n"
            "print(sum(p.numel() for p in model.parameters() if p.requires_grad))\n"
        ),
        expecting("15", "43", "12", "2"),
        {"other0": "not-frozen", "other1": "no-bias", "other2": "tensors-for-numbers"},
    ),
    "shapes": (
        "pytorch",
        (
            "import torch\nfrom torch import nn\n\n"
            "layer = nn.Conv2d(3, 8, kernel_size=3, stride=2, padding=1)\n"
            "print(tuple(layer(torch.zeros(4, 3, 16, 16)).shape))\n"
        ),
        expecting("(4, 8, 8, 8)", "(4, 8, 16, 16)", "(4, 8, 7, 7)", "(8, 8, 8)"),
        {"other0": "stride-forgotten", "other1": "padding-forgotten", "other2": "batch-axis-forgotten"},
    ),
    "values": (
        "pytorch",
        "import torch\n\nx = torch.tensor([[1.0, 2.0], [3.0, 6.0]])\nprint(x.mean(dim=1).tolist())\n",
        expecting("[1.5, 4.5]", "[2.0, 4.0]", "3.0", "[3.0, 9.0]"),
        {"other0": "first-dimension", "other1": "dimension-left-out", "other2": "sum-for-mean"},
    ),
    "exceptions": (
        "pytorch",
        "import torch\n\nx = torch.arange(6).reshape(2, 3)\nprint(x.t().view(6).tolist())\n",
        expecting("RuntimeError", "[0, 3, 1, 4, 2, 5]", "[0, 1, 2, 3, 4, 5]"),
        {"other0": "reshape-for-view", "other1": "axes-left-in-place"},
    ),
    "training steps": (
        "pytorch",
        (
            "import torch\n\nw = torch.tensor(2.0, requires_grad=True)\n"
            "for step in range(2):\n    loss = w * w\n    loss.backward()\n"
            "    print(w.grad.item())\n    w.grad.zero_()\n"
        ),
        expecting("4.0\n4.0", "4.0\n8.0", "4.0"),
        {"other0": "zero-grad-forgotten", "other1": "one-pass-less"},
    ),
    "plain Python": (
        "python",
        "def add(value, seen=[]):\n    seen.append(value)\n    return seen\n\n\nadd(1)\nprint(add(2), 7 // 2)\n",
        expecting("[1, 2] 3", "[2] 3", "[1, 2] 3.5"),
        {"other0": "default-made-anew", "other1": "true-division"},
    ),
    "tables": (
        "sklearn",
        (
            "import pandas as pd\n\n"
            "frame = pd.DataFrame({'age': [1.0, None, 4.0, 5.0]})\n"
            "print(len(frame.iloc[0:2]), frame['age'].count())\n"
        ),
        expecting("2 3", "3 3", "2 4"),
        {"other0": "label-for-position", "other1": "missing-values-counted"},
    ),
}


@pytest.mark.processes
@pytest.mark.parametrize("family", FAMILIES)
def test_slips_are_found_by_running_them(supervisor: RunningSupervisor, family: str) -> None:
    runtime, source, expectation, slips = FAMILIES[family]
    if runtime not in {each.runtime for each in _environments(supervisor)}:
        pytest.skip(f"the runtime {runtime} is not installed")
    with Client(supervisor.socket) as client:
        found = slips_behind(client, Program(source=source, runtime=runtime), expectation, time_s=300)
    assert {each.choice: each.slip.mutations for each in found.distractors} == {
        choice: (mutation,) for choice, mutation in slips.items()
    }
    assert found.unreached == ()


@pytest.mark.processes
def test_the_likeliest_wrong_counts_of_a_frozen_resnet_are_proposed(supervisor: RunningSupervisor) -> None:
    source = (
        "import torch\nimport torchvision.models as models\n\n"
        "model = models.resnet18(weights='DEFAULT')\n"
        "for param in model.parameters():\n    param.requires_grad = False\n"
        "model.fc = torch.nn.Linear(model.fc.in_features, 10)\n"
        "print(sum(p.numel() for p in model.parameters() if p.requires_grad))\n"
    )
    with Client(supervisor.socket) as client:
        found = slips_behind(client, Program(source=source), expecting("5130", "0", "512"), time_s=300, max_pairs=0)
    assert {"5120", "11181642"} <= {slip.output.strip() for slip in found.proposals}
    assert [each.slip.mutations for each in found.distractors] == [("frozen-after-new-head",)]
    assert all(Slip.from_dict(slip.to_dict()) == slip for slip in found.proposals)


def _environments(supervisor: RunningSupervisor) -> tuple[Environment, ...]:
    return supervisor.state().environments
