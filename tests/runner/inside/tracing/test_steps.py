"""Collected steps are folded, bounded in number and bytes, and numbered in the order in which they ended."""

from runner.explained import Trace
from runner.inside.tracing.steps import MAX_BYTES, MAX_STEPS, Steps


def collected(passes: int, printed: str = "") -> Steps:
    steps = Steps()
    for _ in range(passes):
        step = steps.begin(("", 1))
        step.printed = printed
        steps.end(step)
    return steps


def test_first_second_and_last_pass_are_kept_with_the_count() -> None:
    trace = Trace.from_dict(collected(7).as_json([]))
    assert [(step.pass_number, step.passes, step.number) for step in trace.steps] == [(1, 7, 1), (2, 7, 2), (7, 7, 3)]
    assert not trace.truncated


def test_a_step_that_ends_later_comes_later_though_it_began_before() -> None:
    steps = Steps()
    outer = steps.begin(("", 9))
    inner = steps.begin(("f", 2))
    steps.end(inner)
    steps.end(outer)
    assert [step["line"] for step in steps.as_json([])["steps"]] == [2, 9]


def test_of_many_operations_the_first_and_the_last_are_kept() -> None:
    steps = Steps()
    step = steps.begin(("", 1))
    for number in range(150):
        step.add_operation({"name": f"op{number}", "inputs": [], "output": None, "layer": "", "settings": {}})
    steps.end(step)
    trace = Trace.from_dict(steps.as_json([]))
    names = [operation.name for operation in trace.steps[0].operations]
    assert (len(names), names[0], names[59], names[60], names[-1]) == (100, "op0", "op59", "op110", "op149")
    assert trace.truncated


def test_what_does_not_fit_is_left_out_and_said_to_be() -> None:
    steps = Steps()
    for line in range(1, MAX_STEPS + 1):
        step = steps.begin(("", line))
        step.printed = "x" * 1900
        steps.end(step)
    assert steps.full
    trace = Trace.from_dict(steps.as_json([]))
    assert trace.truncated
    assert 0 < len(trace.steps) < MAX_BYTES // 1900


def test_a_model_stands_at_the_last_kept_step_before_it() -> None:
    steps = collected(5)
    model = {"name": "net", "parts": [], "truncated": False}
    trace = Trace.from_dict(steps.as_json([(3, model), (5, model)]))
    assert [each.step for each in trace.models] == [2, 3]
