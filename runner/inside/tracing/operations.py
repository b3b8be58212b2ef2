"""Notes torch's operations with what goes in, what comes out, the settings that decide the shape and the layer.

Only what the snippet calls itself, and what its modules call in ``forward``: how a layer fills its weights or an
optimizer moves them is not part of the story.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import FrameType
from typing import Any, Final

from runner.inside import noticed
from runner.inside.tracing import kinds, module_walk, values
from runner.inside.tracing.steps import Step
from runner.inside.tracing.texts import MAX_NAME, cut

MAX_INPUTS: Final = 8
MAX_SETTINGS: Final = 12
_MAX_SETTING: Final = 80
_INNER: Final = (
    "/torch/overrides.py", "/torch/functional.py", "/torch/_tensor.py", "/torch/nn/functional.py",
    "/inside/contents.py",
)  # fmt: skip
"""Python in which torch, or what stands before it here, passes a call on before it asks us."""
_SILENT: Final = frozenset(
    {"__get__", "__set__", "dim", "size", "numel", "is_contiguous", "requires_grad_", "__len__", "__iter__"}
)

_REDUCING: Final = ("input", "dim", "keepdim")
_POSITIONS: Final[dict[str, tuple[str, ...]]] = {
    "conv1d": ("input", "weight", "bias", "stride", "padding", "dilation", "groups"),
    "conv2d": ("input", "weight", "bias", "stride", "padding", "dilation", "groups"),
    "conv3d": ("input", "weight", "bias", "stride", "padding", "dilation", "groups"),
    "conv_transpose2d": ("input", "weight", "bias", "stride", "padding", "output_padding", "groups", "dilation"),
    "max_pool1d": ("input", "kernel_size", "stride", "padding", "dilation", "ceil_mode"),
    "max_pool2d": ("input", "kernel_size", "stride", "padding", "dilation", "ceil_mode"),
    "avg_pool1d": ("input", "kernel_size", "stride", "padding", "ceil_mode"),
    "avg_pool2d": ("input", "kernel_size", "stride", "padding", "ceil_mode"),
    "adaptive_avg_pool1d": ("input", "output_size"),
    "adaptive_avg_pool2d": ("input", "output_size"),
    "adaptive_max_pool2d": ("input", "output_size"),
    "flatten": ("input", "start_dim", "end_dim"),
    "transpose": ("input", "dim0", "dim1"),
    "swapaxes": ("input", "dim0", "dim1"),
    "cat": ("tensors", "dim"),
    "concat": ("tensors", "dim"),
    "stack": ("tensors", "dim"),
    "chunk": ("input", "chunks", "dim"),
    "split": ("input", "split_size", "dim"),
    "gather": ("input", "dim", "index"),
    "getitem": ("input", "index"),
    "setitem": ("input", "index", "value"),
    "cross_entropy": ("input", "target"),
    "dropout": ("input", "p", "training"),
    "interpolate": ("input", "size", "scale_factor", "mode"),
    **dict.fromkeys(
        (
            "sum", "mean", "prod", "std", "var", "max", "min", "amax", "amin", "argmax", "argmin", "any", "all",
            "softmax", "log_softmax", "cumsum", "unsqueeze", "squeeze", "unbind", "sort", "norm", "median", "topk",
        ),
        _REDUCING,
    ),
}  # fmt: skip
"""Names of the arguments that may come without theirs."""
_SIZES: Final = frozenset({"view", "reshape", "permute", "expand", "repeat", "tile", "zeros", "ones", "rand", "randn"})
"""Operations whose arguments after the tensor are sizes or the order of dimensions."""
_ARITHMETIC: Final = frozenset(
    {
        "add", "sub", "mul", "div", "pow", "matmul", "true_divide", "floor_divide", "remainder", "radd", "rsub", "rmul",
        "rdiv", "rtruediv", "rfloordiv", "rpow", "eq", "ne", "lt", "le", "gt", "ge", "iadd", "isub", "imul", "itruediv",
        "maximum", "minimum",
    }
)  # fmt: skip
_KEPT: Final = frozenset(
    {
        "kernel_size", "stride", "padding", "output_padding", "dilation", "groups", "ceil_mode", "output_size", "dim",
        "keepdim", "start_dim", "end_dim", "dim0", "dim1", "dims", "sizes", "index", "chunks", "split_size", "p",
        "training", "reduction", "dtype", "alpha", "correction", "size", "scale_factor",
    }
)  # fmt: skip


_DEFAULTS: Final = {"cat": {"dim": 0}, "concat": {"dim": 0}, "stack": {"dim": 0}}
"""Settings that decide the shape where the call does not say them."""
_DIRECTIONAL: Final = frozenset({"kernel_size", "stride", "padding", "output_padding", "dilation", "output_size"})


class Operations:
    """Listens from ``start`` to ``stop``; ``step`` says which line runs now, if one is followed."""

    def __init__(self, step: Callable[[], Step | None]) -> None:
        self._step = step
        self._layers: list[tuple[int, str]] = []
        self._paths: dict[int, str] = {}
        self._mode: Any = None
        self._hooks: list[Any] = []
        self._torch: Any = sys.modules["torch"]
        self._uncompiled = _uncompiled()

    def undisturbed(self) -> Any:
        """While this context lasts, nothing that is done to tensors is an operation of the snippet's."""
        return self._torch._C.DisableTorchFunction()

    def start(self) -> None:
        overrides: Any = sys.modules["torch.overrides"]
        note = self._note

        class Listening(overrides.TorchFunctionMode):  # type: ignore[misc]  # torch tells no types here
            """Has every call passed on to us."""

            def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
                result = func(*args, **(kwargs or {}))
                note(func, args, kwargs or {}, result, sys._getframe(1))
                return result

        modules: Any = sys.modules["torch.nn.modules.module"]
        self._hooks = [
            modules.register_module_forward_pre_hook(self._enter),
            modules.register_module_forward_hook(self._leave, always_call=True),
        ]
        self._mode = Listening()
        self._mode.__enter__()
        self._uncompiled.__enter__()

    def stop(self) -> None:
        for hook in self._hooks:
            hook.remove()
        self._uncompiled.__exit__(None, None, None)
        self._mode.__exit__(None, None, None)

    def _enter(self, module: Any, _: Any) -> None:
        if not self._layers:
            self._paths = {id(each): path for path, each, _ in module_walk.parameters(module)}
        self._layers.append((id(module), self._paths.get(id(module), "")))

    def _leave(self, module: Any, *_: Any) -> None:
        while self._layers and self._layers.pop()[0] != id(module):
            pass  # an exception left the ones inside it

    def _note(self, func: Any, args: Any, options: Mapping[str, Any], result: Any, caller: FrameType | None) -> None:
        step = self._step()
        name = getattr(func, "__name__", "")
        if step is None or type(name) is not str or name in _SILENT or (name.startswith("_") and name[:2] != "__"):
            return
        if not self._layers and not _called_by_snippet(caller):
            return
        with self.undisturbed():
            described = _described(name, args, options, result)
        if described is not None:
            layer = self._layers[-1][1] if self._layers else ""
            step.add_operation({**described, "layer": cut(layer, MAX_NAME)})


def _uncompiled() -> AbstractContextManager[Any]:
    """While this context lasts, what ``torch.compile`` was asked to compile runs line by line, so that it is seen."""
    if "torch._dynamo" not in sys.modules:
        return contextlib.nullcontext()
    stance: AbstractContextManager[Any] = sys.modules["torch.compiler"].set_stance("force_eager")
    return stance


def _called_by_snippet(frame: FrameType | None) -> bool:
    while frame is not None and frame.f_code.co_filename.endswith(_INNER):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename == noticed.SNIPPET


def _described(name: str, args: Any, options: Mapping[str, Any], result: Any) -> dict[str, Any] | None:
    output = _output(result)
    short = name.strip("_") if name.startswith("__") else name
    if output is None and short not in {"backward", "setitem"}:
        return None
    return {
        "name": cut(short, MAX_NAME),
        "inputs": [values.seen(each) for each in _operands(name, args, options)][:MAX_INPUTS],
        "output": output,
        "settings": _settings(name, args, options),
    }


def _output(result: Any) -> dict[str, Any] | None:
    """The tensor that came out, the first of several, or the number that was taken out."""
    if type(result) in {int, float, bool} or kinds.is_torch_tensor(result):
        return values.seen(result)
    if isinstance(result, tuple) and result and kinds.is_torch_tensor(tuple.__getitem__(result, 0)):
        return values.seen(tuple.__getitem__(result, 0))
    return None


def _operands(name: str, args: Any, options: Mapping[str, Any]) -> list[Any]:
    """Tensors wherever they stand, and numbers beside them in arithmetic."""
    found: list[Any] = []
    if name.strip("_") in _ARITHMETIC and len(args) == 2:
        return [each for each in args if type(each) in {int, float} or kinds.is_torch_tensor(each)]
    for value in (*args, *options.values()):
        if kinds.is_torch_tensor(value):
            found.append(value)
        elif type(value) in {list, tuple}:
            found += [each for each in value if kinds.is_torch_tensor(each)]
    return found


def _settings(name: str, args: Any, options: Mapping[str, Any]) -> dict[str, str]:
    if name in _SIZES:
        sizes = [each for each in args if not kinds.is_torch_tensor(each)]
        named = {"dims" if name == "permute" else "sizes": sizes[0] if _is_listed(sizes) else tuple(sizes)}
    else:
        named = dict(zip(_POSITIONS.get(name.strip("_"), ()), args, strict=False))
    named = {**_DEFAULTS.get(name, {}), **named, **options}
    kept = {key: value for key, value in named.items() if key in _KEPT and value is not None and value != ()}
    weight: Any = named.get("weight")
    if name.startswith("conv") and kinds.is_torch_tensor(weight):
        kept["kernel_size"] = tuple(weight.shape[2:])
    return {key: cut(_setting(key, value), _MAX_SETTING) for key, value in list(kept.items())[:MAX_SETTINGS]}


def _is_listed(sizes: list[Any]) -> bool:
    return len(sizes) == 1 and type(sizes[0]) not in {int, float}


def _setting(key: str, value: Any) -> str:
    """A setting; the same number for every direction is shown once."""
    listed = key in _DIRECTIONAL and type(value) in {tuple, list} and value
    if listed and all(type(each) is int and each == value[0] for each in value):
        return str(value[0])
    return values.short(value)
