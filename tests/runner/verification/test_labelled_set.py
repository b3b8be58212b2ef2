"""The judge against snippets whose nature is known: no unsound one passes, at most one sound one is called chance."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from runner.commands.verify import answer
from runner.protocol import Program
from runner.runtimes.declaration import declared
from runner.verification.questions import Question
from tests.runner.verification.samples import SAMPLES, Sample

pytestmark = pytest.mark.processes

Answers = Mapping[str, Mapping[str, Any]]

INSTALLED = [sample for sample in SAMPLES if not declared()[sample.runtime].missing()]
UNSOUND = [sample for sample in INSTALLED if sample.causes]
SOUND = [sample for sample in INSTALLED if not sample.causes and not sample.inconclusive]
UNDECIDABLE = [sample for sample in INSTALLED if sample.inconclusive]


@pytest.fixture(scope="module")
def answers(supervisor: Any) -> Answers:
    def verify(sample: Sample) -> Mapping[str, Any]:
        program = Program(source=sample.source, runtime=sample.runtime)
        return answer(supervisor.socket, Question(sample.name, program, None, {}))

    with ThreadPoolExecutor(2) as workers:
        return {sample.name: line for sample, line in zip(INSTALLED, workers.map(verify, INSTALLED), strict=True)}


def test_the_set_is_large_and_half_of_it_is_unsound() -> None:
    assert len(SAMPLES) >= 150
    assert sum(bool(sample.causes) for sample in SAMPLES) >= len(SAMPLES) // 2
    assert len({sample.name for sample in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("sample", UNSOUND, ids=lambda sample: sample.name)
def test_no_unsound_one_passes_and_its_cause_is_named(answers: Answers, sample: Sample) -> None:
    line = answers[sample.name]
    wanted = {"inconclusive"} if sample.causes == {"weights"} else {"unstable"}
    assert line["verdict"] in wanted
    assert set(line["unstable_because"]) <= sample.causes
    assert line["unstable_because"]


def test_at_most_one_sound_one_is_called_chance(answers: Answers) -> None:
    called_chance = [sample.name for sample in SOUND if answers[sample.name]["verdict"] != "stable"]
    assert len(called_chance) <= 1, called_chance


@pytest.mark.parametrize("sample", UNDECIDABLE, ids=lambda sample: sample.name)
def test_what_no_run_gets_is_no_answer(answers: Answers, sample: Sample) -> None:
    line = answers[sample.name]
    assert line["verdict"] == "inconclusive"
    assert line["reason"]


def test_clear_ones_are_cheap_and_doubtful_ones_are_not(answers: Answers) -> None:
    assert answers["python-addition"]["runs"] == 5
    assert answers["pytorch-shape of rand"]["runs"] == 5
    assert answers["pytorch-parameters of a layer"]["runs"] == 5
    assert answers["pytorch-relu is not negative"]["runs"] == 64


@pytest.mark.parametrize(
    "name",
    [
        "pytorch-frozen resnet",
        "pytorch-pretrained resnet output shape",
        "pytorch-hub model head",
        "pytorch-weights by enumeration",
        "pytorch-state dict by address",
    ],
)
def test_what_rests_on_no_weights_holds_for_any(answers: Answers, name: str) -> None:
    assert answers[name]["holds_for"] == "any weights"
