"""What following a snippet sees of it, through a real supervisor, and that following changes nothing."""

import textwrap
from collections.abc import Callable

import pytest

from runner.explained import Trace, TraceStep
from runner.sandbox.messages import Traced

pytestmark = pytest.mark.processes

Follow = Callable[..., Traced]


@pytest.fixture
def trace_of(traced: Follow) -> Callable[..., Trace]:
    def trace_of(source: str, runtime: str = "pytorch") -> Trace:
        seen = traced(textwrap.dedent(source), runtime)
        assert seen.trace is not None, seen.reason
        return seen.trace

    return trace_of


TraceOf = Callable[..., Trace]


def changed(step: TraceStep) -> dict[str, str | None]:
    return {change.name: None if change.value is None else change.value.text for change in step.changes}


def at(trace: Trace, line: int) -> list[TraceStep]:
    return [step for step in trace.steps if step.line == line]


def test_each_line_has_what_it_changed_and_printed(trace_of: TraceOf) -> None:
    trace = trace_of("a = 2\nb = [a, 'x']\nb.append(a)\ndel a\nprint(b)\n", "python")
    assert [changed(step) for step in trace.steps] == [
        {"a": "2"},
        {"b": "[2, 'x']"},
        {"b": "[2, 'x', 2]"},
        {"a": None},
        {},
    ]
    assert [step.printed for step in trace.steps] == ["", "", "", "", "[2, 'x', 2]\n"]
    assert [step.number for step in trace.steps] == [1, 2, 3, 4, 5]


def test_sub_expressions_have_their_values(trace_of: TraceOf) -> None:
    (step,) = trace_of("print(len('abc') // 2 + 1, f'{7 / 2:.2f}')", "python").steps
    values = {each.text: each.value.text for each in step.expressions}
    assert values == {
        "len('abc')": "3",
        "len('abc') // 2": "1",
        "len('abc') // 2 + 1": "2",
        "7 / 2": "3.5",
        "f'{7 / 2:.2f}'": "'3.50'",
    }


def test_loops_are_folded_to_first_second_and_last(trace_of: TraceOf) -> None:
    trace = trace_of("total = 0\nfor i in range(10):\n    total += i\nprint(total)\n", "python")
    body = at(trace, 3)
    assert [(step.pass_number, step.passes) for step in body] == [(1, 10), (2, 10), (10, 10)]
    assert changed(body[-1]) == {"total": "45"}


def test_functions_have_their_arguments_and_their_own_lines(trace_of: TraceOf) -> None:
    trace = trace_of("def f(x, y=2):\n    z = x * y\n    return z\nprint(f(3))\n", "python")
    inside = [step for step in trace.steps if step.function == "f"]
    assert [(step.line, changed(step)) for step in inside] == [(1, {"x": "3", "y": "2"}), (2, {"z": "6"}), (3, {})]


def test_a_statement_over_several_lines_is_one_step(trace_of: TraceOf) -> None:
    trace = trace_of("x = [\n    1,\n    2,\n]\nprint(\n    x[0] +\n    x[1]\n)\n", "python")
    assert [step.line for step in trace.steps] == [1, 5]


def test_the_exception_stands_at_its_line(trace_of: TraceOf) -> None:
    trace = trace_of("def f():\n    return {}['k']\ntry:\n    f()\nexcept KeyError:\n    pass\n1 / 0\n", "python")
    assert [(step.line, step.raised) for step in trace.steps if step.raised] == [
        (2, "KeyError: 'k'"),
        (4, "KeyError: 'k'"),
        (7, "ZeroDivisionError: division by zero"),
    ]


def test_generators_and_recursion_are_followed(trace_of: TraceOf) -> None:
    source = """\
        def pairs(n):
            for i in range(n):
                yield i * 2
        def factorial(n):
            return 1 if n == 0 else n * factorial(n - 1)
        print(list(pairs(3)), factorial(5))
        """
    trace = trace_of(source, "python")
    assert [step.printed for step in at(trace, 6)] == ["[0, 2, 4] 120\n"]
    assert {step.passes for step in at(trace, 3)} == {3}
    assert {step.passes for step in at(trace, 5)} == {6}


def test_operations_have_shapes_settings_and_layers(trace_of: TraceOf) -> None:
    source = """\
        import torch
        from torch import nn
        net = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(2048, 10))
        y = net(torch.zeros(4, 3, 32, 32))
        print(y.transpose(0, 1).shape, y.sum(dim=1, keepdim=True).shape)
        """
    trace = trace_of(source)
    (forward,) = at(trace, 4)
    assert [(each.name, each.layer, each.output.shape if each.output else None) for each in forward.operations] == [
        ("zeros", "", (4, 3, 32, 32)),
        ("conv2d", "0", (4, 8, 16, 16)),
        ("relu", "1", (4, 8, 16, 16)),
        ("flatten", "2", (4, 2048)),
        ("linear", "3", (4, 10)),
    ]
    assert forward.operations[1].settings == {
        "stride": "2", "padding": "1", "dilation": "1", "groups": "1", "kernel_size": "3",
    }  # fmt: skip
    (printing,) = at(trace, 5)
    assert [(each.name, each.settings) for each in printing.operations] == [
        ("transpose", {"dim0": "0", "dim1": "1"}),
        ("sum", {"dim": "1", "keepdim": "True"}),
    ]


def test_modules_are_counts_and_parts(trace_of: TraceOf) -> None:
    source = """\
        from torch import nn
        net = nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2, bias=False))
        net[0].requires_grad_(False)
        print(sum(p.numel() for p in net.parameters() if p.requires_grad))
        """
    trace = trace_of(source)
    (made,), (frozen,) = at(trace, 2), at(trace, 3)
    assert changed(made)["net"] == "Sequential, 21 parameters, 21 trainable"
    assert changed(frozen)["net"] == "Sequential, 21 parameters, 6 trainable"
    (model,) = trace.models
    assert [(part.path, part.shapes, part.trainable) for part in model.parts] == [
        ("0", {"weight": (3, 4), "bias": (3,)}, 0),
        ("1", {"weight": (2, 3)}, 6),
    ]


def test_modules_say_whether_they_evaluate(trace_of: TraceOf) -> None:
    trace = trace_of(
        """
        from torch import nn
        net = nn.Sequential(nn.Linear(1, 1, bias=False), nn.ReLU())
        net.eval()
        net[0].train()
        net.train()
        """
    )
    assert [changed(step).get("net") for step in trace.steps[1:]] == [
        "Sequential, 1 parameters, 1 trainable",
        "Sequential, 1 parameters, 1 trainable, in evaluation mode",
        "Sequential, 1 parameters, 1 trainable, partly in evaluation mode",
        "Sequential, 1 parameters, 1 trainable",
    ]


def test_what_a_comprehension_collects_is_listed_where_it_is_little(trace_of: TraceOf) -> None:
    few, many = trace_of("print(sum(n * n for n in range(3)))\nprint(sum(n * n for n in range(9)))\n", "python").steps
    listed = {each.text: each.value.text for each in few.expressions}
    assert listed["n * n, each time"] == "[0, 1, 4]"
    assert "n * n, each time" not in {each.text for each in many.expressions}


def test_a_state_is_seen_with_all_its_names(trace_of: TraceOf) -> None:
    trace = trace_of(
        """
        from torch import nn
        state = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4)).state_dict()
        """
    )
    seen = changed(trace.steps[-1])["state"]
    assert seen is not None
    assert seen.startswith("{'0.weight': Tensor(4, 4) float32, '0.bias': ")
    assert seen.endswith("'1.num_batches_tracked': Tensor() int64 0}")


def test_the_dimension_of_a_join_is_known_where_it_is_not_said(trace_of: TraceOf) -> None:
    step = trace_of("import torch\ntorch.cat([torch.zeros(1)])\n").steps[-1]
    assert [each.settings for each in step.operations if each.name == "cat"] == [{"dim": "0"}]


def test_training_shows_gradients_weights_and_rates(trace_of: TraceOf) -> None:
    source = """\
        import torch
        w = torch.tensor([1.0, 2.0], requires_grad=True)
        optimizer = torch.optim.SGD([w], lr=0.1)
        (w ** 2).sum().backward()
        optimizer.step()
        optimizer.zero_grad()
        print(w)
        """
    trace = trace_of(source)
    seen = {line: changed(at(trace, line)[0]) for line in (3, 4, 5, 6)}
    assert seen[3]['optimizer.param_groups[0]["lr"]'] == "0.1"
    assert seen[4] == {"w.grad": "Tensor(2) float32 [2.0, 4.0]"}
    assert seen[5] == {"w": "Tensor(2) float32 [0.8, 1.6]"}
    assert seen[6] == {"w.grad": None}


def test_unusual_tensors_are_described_or_passed_over(trace_of: TraceOf) -> None:
    source = """\
        import torch
        print(torch.vmap(lambda x: x.sum())(torch.ones(3, 4)))
        nested = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
        sparse = torch.ones(2, 2).to_sparse()
        with torch.inference_mode():
            z = torch.ones(2) * 2
        empty = torch.empty(2, device="meta")
        print(torch.func.grad(lambda x: (x ** 2).sum())(torch.ones(2)))
        half = torch.zeros(2, dtype=torch.bfloat16)
        odd = torch.tensor([1 + 2j])
        lazy = torch.nn.LazyLinear(3)
        huge = 10 ** 5000
        nan = torch.tensor([float("nan"), float("inf"), 1e-9])
        print("end")
        """
    trace = trace_of(source)
    texts = {name: text for step in trace.steps for name, text in changed(step).items()}
    assert texts["nan"] == "Tensor(3) float32 [nan, inf, 1e-09]"
    assert texts["nested"] == "a tensor of another kind"
    assert texts["huge"] == "a whole number of 16610 bits"


HOSTILE = """\
import torch
class T(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        print("__torch_function__")
        return super().__torch_function__(func, types, args, kwargs or {})
class Meta(type):
    def __getattribute__(cls, name):
        print("metaclass", name)
        return super().__getattribute__(name)
class A(metaclass=Meta):
    def __repr__(self): print("__repr__"); return "x"
    def __getattribute__(self, name): print("attribute", name); return object.__getattribute__(self, name)
    def __eq__(self, other): print("__eq__"); return True
    def __hash__(self): print("__hash__"); return 1
    def __len__(self): print("__len__"); return 3
    def __iter__(self): print("__iter__"); return iter([])
    def __bool__(self): print("__bool__"); return True
    @property
    def __class__(self): print("__class__"); return int
class M(torch.nn.Module):
    def parameters(self, *a): print("parameters")
    def named_parameters(self, *a): print("named_parameters")
    def __repr__(self): print("__repr__")
class E(ValueError):
    def __str__(self): print("__str__"); return "x"
class S(str):
    def __str__(self): print("__str__"); return "s"
    def __len__(self): print("__len__"); return 0
class L(list):
    def __iter__(self): print("__iter__"); return iter([])
    def __repr__(self): print("__repr__"); return ""
class I(int):
    def __repr__(self): print("__repr__"); return ""
class D(dict):
    def items(self): print("items"); return []
a, s, l, i, d = A(), S("q"), L([1]), I(3), D(x=1)
everything = [a, s, l, i, d, {1: a}, (a,)]
m = M()
m.inner = torch.nn.Linear(2, 2)
t = torch.ones(2).as_subclass(T)
try:
    raise E(s)
except ValueError:
    print("caught")
print("end")
"""


def test_nothing_of_the_snippets_own_is_called(trace_of: TraceOf) -> None:
    trace = trace_of(HOSTILE)
    texts = {name: text for step in trace.steps for name, text in changed(step).items()}
    assert (texts["a"], texts["s"], texts["m"]) == ("an A", "a S", "M, 6 parameters, 6 trainable")
    assert [step.raised for step in trace.steps if step.raised] == ["E"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import sys\nsys.settrace(None)\nprint(1)", "the program sets a tracer of its own"),
        ("import sys\nsys.settrace(lambda *a: None)\nprint(1)", "the program sets a tracer of its own"),
        ("import sys\nsys._getframe().f_trace = None\nx = 2\nprint(x)", "the program removed the tracer"),
        ("import os\nprint(1, flush=True)\nos._exit(0)", "the run left no trace"),
        ("import os\nprint(1)\nos.close(3)", "the run left no trace"),
        ("import os\nprint(1)\nos.write(3, b'{}\\n[')", "the run left something else than a trace"),
        ("import os\nprint(1)\nos.write(3, b'{}\\n' + b'[' * 100_000)", "the run left something else than a trace"),
        ("def f(n):\n    return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError:\n    print(1)", "the tracer failed"),
    ],
)
def test_a_run_that_cannot_be_followed_says_why(traced: Follow, source: str, reason: str) -> None:
    seen = traced(source, "python")
    assert seen.trace is None
    assert reason in seen.reason


def test_a_forged_trace_is_only_a_trace(traced: Follow) -> None:
    forged = '{"status": 0}\\n{"trace": {"steps": [], "models": [], "truncated": false}, "reason": ""}'
    seen = traced(f"import os\nprint(1)\nos.write(3, b'{forged}')\nos.close(3)", "python")
    assert seen.trace == Trace(steps=())


def test_long_and_endless_programs_are_cut_and_say_so(trace_of: TraceOf) -> None:
    many_lines = trace_of("x = 0\n" * 9_999 + "print(x)\n", "python")
    assert (len(many_lines.steps), many_lines.truncated) == (500, True)
    many_passes = trace_of("total = 0\nfor i in range(200_000):\n    total += i\nprint(total)\n", "python")
    assert many_passes.truncated


def test_the_names_of_the_tracer_are_not_among_the_snippets_own(trace_of: TraceOf) -> None:
    trace = trace_of("x = 1\nprint(sorted(n for n in globals() if not n.startswith('__')), dir())\n", "python")
    assert "__seen__" not in trace.steps[-1].printed


def test_tensorflow_is_followed_line_by_line(traced: Follow, supervisor: object) -> None:
    if "tensorflow" not in {each.runtime for each in supervisor.state().environments}:  # type: ignore[attr-defined]
        pytest.skip("the tensorflow runtime is not installed")
    source = "import tensorflow as tf\nx = tf.ones((2, 3))\ny = tf.reduce_sum(x, axis=0)\nprint(y.shape)\n"
    seen = traced(source, "tensorflow")
    assert seen.trace is not None, seen.reason
    texts = {name: text for step in seen.trace.steps for name, text in changed(step).items()}
    assert texts == {
        "x": "Tensor(2, 3) float32 [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]",
        "y": "Tensor(3) float32 [2.0, 2.0, 2.0]",
    }
