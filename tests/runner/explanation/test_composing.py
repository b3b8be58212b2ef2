"""What becomes part of an explanation, by traces made for the purpose."""

from collections.abc import Sequence

from runner.explained import Change, Expression, Operation, Part, Seen, Trace, TraceStep
from runner.explained import Model as TracedModel
from runner.explanation.composing import explain


def number(value: float) -> Seen:
    return Seen(kind="number", type=type(value).__name__, text=repr(value))


def tensor(*shape: int, values: str = "", dtype: str = "float32") -> Seen:
    text = f"Tensor({', '.join(map(str, shape))}) {dtype} {values}".strip()
    return Seen(kind="tensor", type="torch.Tensor", text=text, shape=shape, dtype=dtype, values=values)


def step(place: int, line: int, **what: object) -> TraceStep:
    return TraceStep.model_validate({"number": place, "line": line, **what})


def texts(trace: Trace, source: str, **options: object) -> list[str]:
    explanation = explain(trace, source, **options)  # type: ignore[arg-type]
    assert explanation is not None
    return [sentence.text for sentence in explanation.steps]


def printing(place: int, line: int, text: str, value: Seen, changes: Sequence[Change] = ()) -> TraceStep:
    return step(
        place,
        line,
        printed=f"{value.text}\n",
        expressions=(Expression(text=text, value=value),),
        changes=tuple(changes),
    )


SOURCE = "a = 7\nb = 100\nc = a * 3\nprint(c)\n"
TRACE = Trace(
    steps=(
        step(1, 1, changes=(Change(name="a", value=number(7)),)),
        step(2, 2, changes=(Change(name="b", value=number(100)),)),
        step(
            3,
            3,
            changes=(Change(name="c", value=number(21)),),
            expressions=(Expression(text="a", value=number(7)), Expression(text="a * 3", value=number(21))),
        ),
        printing(4, 4, "c", number(21)),
    )
)


def test_only_what_the_output_rests_on_is_told() -> None:
    assert texts(TRACE, SOURCE) == ["`c` becomes 7 × 3 = 21."]


def test_what_another_run_would_tell_otherwise_is_not_told() -> None:
    other = Trace(
        steps=(
            *TRACE.steps[:2],
            TRACE.steps[2].model_copy(update={"changes": (Change(name="c", value=number(24)),)}),
            TRACE.steps[3],
        )
    )
    assert not any("becomes" in text for text in texts(TRACE, SOURCE, again=other))


def test_a_sentence_that_its_steps_do_not_bear_out_is_dropped() -> None:
    source = "x = f(y)\nprint(x.shape)\n"
    claims = Operation(
        name="max_pool2d",
        inputs=(tensor(1, 8, 14, 14),),
        output=tensor(1, 8, 9, 9),
        settings={"kernel_size": "2"},
    )
    size = Seen(kind="container", type="torch.Size", text="torch.Size([1, 8, 9, 9])")
    trace = Trace(
        steps=(
            step(1, 1, operations=(claims,), changes=(Change(name="x", value=tensor(1, 8, 9, 9)),)),
            printing(2, 2, "x.shape", size),
        )
    )
    assert not any("//" in text for text in texts(trace, source))


def test_an_exception_that_ends_the_run_is_the_answer() -> None:
    source = "a = 1\nwith open(a) as f:\n    f(b)\n"
    trace = Trace(
        steps=(step(1, 1), step(2, 2), step(3, 3, raised="TypeError: no"), step(4, 2, pass_number=2, passes=2))
    )
    explanation = explain(trace, source, exception="TypeError")
    assert explanation is not None
    assert explanation.final_answer.text == "It ends with a `TypeError`."
    assert explanation.steps[-1].text == "Line 3 raises a `TypeError`: `no`."
    assert explain(trace, source) is None, "what is caught and prints nothing answers nothing"


def test_an_empty_trace_has_no_explanation() -> None:
    assert explain(Trace(steps=()), "print(1)\n") is None


def test_a_count_is_led_back_to_the_parts_that_hold_it() -> None:
    source = "net = make()\nprint(sum(p.numel() for p in net.parameters()))\n"
    module = Seen(kind="module", type="torch.nn.Linear", text="Linear, 15 parameters", parameters=15, trainable=15)
    part = Part(path="", type="torch.nn.Linear", shapes={"weight": (3, 4), "bias": (3,)}, parameters=15, trainable=15)
    trace = Trace(
        steps=(
            step(1, 1, changes=(Change(name="net", value=module),)),
            printing(2, 2, "sum(p.numel() for p in net.parameters())", number(15)),
        ),
        models=(TracedModel(name="net", step=2, parts=(part,)),),
    )
    assert "`net` holds 4 × 3 weights + 3 biases = 15." in texts(trace, source)
