"""Which numbers of a text are borne out by a trace, and which sentences are dropped."""

import pytest

from runner.citation import holds, kept, unsupported
from runner.explained import (
    Change,
    Explanation,
    Expression,
    Model,
    Operation,
    Part,
    Seen,
    Sentence,
    Trace,
    TraceStep,
)

MODEL = Seen(
    kind="module",
    type="torchvision.models.resnet.ResNet",
    text="ResNet, 11181642 parameters, 5130 trainable",
    parameters=11_181_642,
    trainable=5130,
)
CONV = Operation(
    name="conv2d",
    inputs=(Seen(kind="tensor", type="torch.Tensor", text="Tensor(1, 3, 32, 32) float32", shape=(1, 3, 32, 32)),),
    output=Seen(kind="tensor", type="torch.Tensor", text="Tensor(1, 8, 15, 15) float32", shape=(1, 8, 15, 15)),
    layer="conv",
    settings={"kernel_size": "3", "stride": "2", "padding": "0"},
)
TRACE = Trace(
    steps=(
        TraceStep(number=1, line=4, changes=(Change(name="model", value=MODEL),)),
        TraceStep(number=2, line=7, operations=(CONV,), passes=62, pass_number=62),
        TraceStep(
            number=3,
            line=9,
            expressions=(
                Expression(text="x / 3", value=Seen(kind="number", type="float", text="0.3333333333333333")),
                Expression(text="y - 1", value=Seen(kind="number", type="int", text="-1")),
            ),
            printed="0.3333333333333333\n",
        ),
    ),
    models=(
        Model(
            name="model",
            step=1,
            parts=(
                Part(
                    path="fc",
                    type="torch.nn.modules.linear.Linear",
                    shapes={"weight": (10, 512), "bias": (10,)},
                    parameters=5130,
                    trainable=5130,
                ),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        "512 × 10 weights + 10 biases = 5130.",
        "512 × 10 weights + 10 biases = 5,130.",
        "The other 11,176,512 are frozen.",
        "The other 11\u202f176\u202f512 are frozen.",
        "The other 11_176_512 are frozen.",
        "11,181,642 − 5,130 = 11,176,512.",
        "It prints 0.3333.",
        "It prints about 0.33, or 33%.",
        "It is -1.",
        "It is −1.",
        "(32 − 3) // 2 + 1 = 15.",
        "(32 + 2 × 0 − 3) // 2 + 1 = 15 in both directions.",
        "The image is 32x32.",
        "`conv2d` of layer1.0 in ResNet18 runs 62 times.",
        "See line 9, and lines 4 to 9.",
        "No number at all.",
        "10 × 512 = 5120, and 5120 + 10 = 5130.",
        "512 = 512.",
    ],
)
def test_numbers_that_stand_in_the_steps_or_follow_from_them_are_borne_out(text: str) -> None:
    assert unsupported(text, TRACE) == ()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("It prints 5131.", ("5131",)),
        ("512 × 10 + 10 = 5131.", ("5131",)),
        ("512 × 10 + 10 = 5120 + 10.", ("5120",)),
        ("510 × 10 + 30 = 5130 is one way.", ("510", "30")),
        ("5130 + 4 = 5134.", ("4", "5134")),
        ("(32 − 3) // 2 + 1 = 16.", ("16",)),
        ("(32 − 3) // 2 + 4 = 18.", ("4", "18")),
        ("It is 6.", ("6",)),
        ("It prints 0.34.", ("0.34",)),
        ("A 7x7 kernel.", ("7",)),
        ("See line 5.", ("5",)),
        ("Line 4 prints 4.", ("4",)),
        ("It takes 63 passes, 63 in all.", ("63",)),
        ("9 / 0 = 9.", ("9",)),
        ("9**9**9**9 = 1.", ("9", "1")),
        ("(" * 3000 + "6 = 6", ("6",)),
        ("8" * 9000 + " = 8", ("8" * 9000,)),
    ],
)
def test_other_numbers_are_named_as_they_are_written(text: str, missing: tuple[str, ...]) -> None:
    assert unsupported(text, TRACE) == missing


@pytest.mark.parametrize("name", ["net.41.bias.grad", 'rates[41]["lr"]', "nets[41]"])
def test_a_place_in_a_name_is_borne_out_by_the_step_that_changed_it(name: str) -> None:
    value = Seen(kind="number", type="float", text="0.5")
    trace = Trace(steps=(TraceStep(number=1, line=1, changes=(Change(name=name, value=value),)),))
    assert unsupported("It is `net[41].bias.grad`.", trace, (1,)) == ()
    assert unsupported("It is `net[42].bias.grad`.", trace, (1,)) == ("42",)


def test_only_cited_steps_count() -> None:
    assert unsupported("The head has 5130.", TRACE, (1,)) == ()
    assert unsupported("The head has 5130.", TRACE, (2, 3)) == ("5130",)


def test_an_authors_text_may_quote_the_program() -> None:
    assert unsupported("With `lr=1e-3` and 0.001.", TRACE, source="SGD(p, lr=1e-3)") == ()
    assert unsupported("With `lr=1e-3`.", TRACE) == ("1e-3",)


def sentence(text: str, *cites: int) -> Sentence:
    return Sentence(message="test", cites=cites, text=text)


def test_a_sentence_that_cites_what_is_not_there_does_not_hold() -> None:
    assert holds(sentence("Nothing.", 3), TRACE)
    assert not holds(sentence("Nothing.", 4), TRACE)


def test_sentences_that_do_not_hold_are_dropped() -> None:
    true, false = sentence("It prints 0.3333.", 3), sentence("It prints 4.", 3)
    explanation = Explanation(steps=(true, false), final_answer=true, quick_check=true)
    assert kept(explanation, TRACE) == Explanation(steps=(true,), final_answer=true, quick_check=true)


@pytest.mark.parametrize("part", ["steps", "final_answer", "quick_check"])
def test_nothing_is_left_where_a_whole_part_does_not_hold(part: str) -> None:
    true, false = sentence("It prints 0.3333.", 3), sentence("It prints 4.", 3)
    parts = {"steps": (true,), "final_answer": true, "quick_check": true}
    parts[part] = (false,) if part == "steps" else false
    assert kept(Explanation.model_validate(parts), TRACE) is None
