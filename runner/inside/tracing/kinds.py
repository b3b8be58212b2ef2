"""Tells the types of values by identity, without asking the values: what is of the snippet's own is never called."""

from __future__ import annotations

import sys
import types
from typing import Any, Final


class _Known:
    """Types of the libraries that are loaded, looked up once and before the snippet can put others in their place."""

    def __init__(self) -> None:
        self.tensors: frozenset[Any] = frozenset()
        self.torch_tensors: frozenset[Any] = frozenset()
        self.array: Any = None
        self.numpy_number: Any = None
        self.module: Any = None
        self.optimizer: Any = None
        self.size: Any = None
        self.named: frozenset[Any] = frozenset()
        """Types whose values have a short name of their own, such as ``torch.float32``."""


_known: Final = _Known()


def learn() -> None:
    """Look up the types of the libraries that are loaded now."""
    tensor, parameter = _attribute("torch", "Tensor"), _attribute("torch.nn.parameter", "Parameter")
    eager = _attribute("tensorflow.python.framework.ops", "EagerTensor")
    variable = _attribute("tensorflow.python.ops.resource_variable_ops", "ResourceVariable")
    _known.torch_tensors = frozenset({tensor, parameter} - {None})
    _known.tensors = frozenset({tensor, parameter, eager, variable} - {None})
    _known.array, _known.numpy_number = _attribute("numpy", "ndarray"), _attribute("numpy", "number")
    _known.module = _attribute("torch.nn.modules.module", "Module")
    _known.optimizer = _attribute("torch.optim.optimizer", "Optimizer")
    _known.size = _attribute("torch", "Size")
    _known.named = frozenset({_attribute("torch", "dtype"), _attribute("torch", "device")} - {None})


_type_name: Final = type.__dict__["__name__"].__get__
_type_mro: Final = type.__dict__["__mro__"].__get__
_type_dict: Final = type.__dict__["__dict__"].__get__
_own: Final = object.__getattribute__
_FUNCTIONS: Final = frozenset(
    {types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodDescriptorType, type}
)


def name_of(kind: type) -> str:
    """The bare name of a type, as the type itself has it and no metaclass of a snippet's."""
    name: str = _type_name(kind)
    return name


def qualified_name_of(kind: type) -> str:
    """The name with the module in front, except for built-in types and the snippet's own."""
    module = module_of(kind)
    return name_of(kind) if module in {"builtins", "__main__", ""} else f"{module}.{name_of(kind)}"


def module_of(kind: type) -> str:
    module = _type_dict(kind).get("__module__", "")
    return module if type(module) is str else ""


def is_of_the_snippet(kind: type) -> bool:
    """Whether the type was defined by the snippet, so that its methods must not be called."""
    return module_of(kind) == "__main__"


def is_class(value: Any) -> bool:
    return type in _type_mro(type(value))


def is_function(value: Any) -> bool:
    return type(value) in _FUNCTIONS


def is_tensor(value: Any) -> bool:
    return type(value) in _known.tensors


def is_torch_tensor(value: Any) -> bool:
    return type(value) in _known.torch_tensors


def is_array(value: Any) -> bool:
    return type(value) is _known.array


def is_numpy_number(kind: type) -> bool:
    number = _known.numpy_number
    return number is not None and number in _type_mro(kind) and module_of(kind) == "numpy"


def is_module(value: Any) -> bool:
    """Whether it is a ``torch.nn.Module``, of the snippet's own classes too: nothing of them is called."""
    return _known.module is not None and _known.module in _type_mro(type(value))


def is_optimizer(value: Any) -> bool:
    return _known.optimizer is not None and _known.optimizer in _type_mro(type(value))


def attributes(value: Any) -> dict[str, Any]:
    """The instance dictionary of an object, without asking the object."""
    own = _own(value, "__dict__")
    return own if type(own) is dict else {}


def is_size(value: Any) -> bool:
    """Whether it is a ``torch.Size``."""
    return type(value) is _known.size


def has_a_name(value: Any) -> bool:
    """Whether its own short name says all, as that of ``torch.float32``."""
    return type(value) in _known.named


def _attribute(module: str, name: str) -> Any:
    loaded = sys.modules.get(module)
    return None if loaded is None else vars(loaded).get(name)
