"""Pre-trained weights without a network: the host's real ones, else tensors of the right names, shapes and types.

Stand-ins are filled from the run's seed. An output that stays the same under several fillings does not depend on the
weights; one that changes does. Which weights were used is reported with the run.
"""

from __future__ import annotations

import functools
import inspect
import os
import random
import sys
from collections.abc import Callable
from typing import Any, Final

from runner.inside import generators, noticed

_BLOCK: Final = 1 << 16
_MARK: Final = "stand-in-weights:"

used: list[str] = []
"""Names of the weights that were stood in for, in order of use."""
real: list[str] = []
"""Names of the weights that were used as they are."""

_filling: dict[str, Any] = {"seed": 0, "always": False}
_folder: dict[str, str] = {"path": ""}
_building: dict[str, bool] = {"whole": False, "as published": False}


class _AsTheModelHas(dict[str, Any]):
    """In place of the weights of a model built as it was published, whose own shapes are theirs."""


def look_in(folder: str) -> None:
    """Take real weights from ``folder``, where each lies under the name it has on its server."""
    _folder["path"] = folder


def fill_from(seed: int, *, always: bool) -> None:
    """Choose the filling of this run's stand-ins, and whether they are used in place of real weights as well."""
    _filling["seed"] = seed
    _filling["always"] = always


def install() -> None:
    """Let torchvision and ``torch.hub`` hand out weights where they would download them."""
    hub: Any = sys.modules["torch.hub"]
    models: Any = sys.modules["torchvision.models"]
    api: Any = sys.modules["torchvision.models._api"]
    download, load = hub.load_state_dict_from_url, hub.load

    def get_state_dict(weights: Any, *_: Any, **__: Any) -> dict[str, Any]:
        return _state_dict(weights)

    def load_state_dict_from_url(url: str, *arguments: Any, **options: Any) -> Any:
        weights = _by_address(url)
        if weights is not None:
            return _state_dict(weights)
        path = _real_file(url)
        return download(url, *arguments, **options) if path is None else _loaded(path)

    def load_entry(repo_or_dir: Any, model: str, *arguments: Any, **options: Any) -> Any:
        if str(repo_or_dir).split(":")[0] != "pytorch/vision":
            return load(repo_or_dir, model, *arguments, **options)
        options = {name: value for name, value in options.items() if name not in _HUB_OPTIONS}
        return models.get_model_builder(model)(*arguments, **options)

    _skip_initialisation()
    api.WeightsEnum.get_state_dict = get_state_dict
    hub.load_state_dict_from_url = load_state_dict_from_url
    hub.load = load_entry
    zoo: Any = sys.modules.get("torch.utils.model_zoo")
    if zoo is not None:
        zoo.load_url = load_state_dict_from_url


def _skip_initialisation() -> None:
    """Let the builders of whole pre-trained models leave out the random numbers that the weights replace.

    Only while nobody has seeded torch: afterwards each number that is drawn decides about the next one.
    """
    api: Any = sys.modules["torchvision.models._api"]
    builders: dict[str, Any] = api.BUILTIN_MODELS
    build: Any
    for name, build in list(builders.items()):
        options = inspect.signature(build).parameters
        if "weights_backbone" in options or "weights" not in options:
            continue
        builders[name] = wrapper = _without_initialisation(build)
        package = build.__module__.rpartition(".")[0]
        places: tuple[Any, ...] = (
            sys.modules[build.__module__],
            sys.modules[package],
            sys.modules["torchvision.models"],
        )
        for module in places:
            if vars(module).get(build.__name__) is build:
                setattr(module, build.__name__, wrapper)


def _without_initialisation(build: Any) -> Callable[..., Any]:
    @functools.wraps(build)
    def wrapper(*arguments: Any, **options: Any) -> Any:
        if not generators.is_unseeded("torch") or not _asks_for_weights(*arguments, **options):
            return build(*arguments, **options)
        init: Any = sys.modules["torch.nn.init"]
        module: Any = sys.modules["torch.nn"].Module
        originals = {name: getattr(init, name) for name in _INITIALISERS}
        load = module.load_state_dict

        @functools.wraps(load)
        def load_state_dict(self: Any, state: Any, *rest: Any, **how: Any) -> Any:
            if isinstance(state, _AsTheModelHas):
                state = _filled(self.state_dict(), to_be_copied=True)
            return load(self, state, *rest, **how)

        generators.draws_of_ours("torch")
        _building["whole"] = True
        _building["as published"] = options.keys() <= _OF_WEIGHTS and "quantization" not in build.__module__
        for name in originals:
            setattr(init, name, _leave_as_it_is)
        module.load_state_dict = load_state_dict
        try:
            return build(*arguments, **options)
        finally:
            _building["whole"] = _building["as published"] = False
            module.load_state_dict = load
            for name, original in originals.items():
                setattr(init, name, original)
            noticed.note(noticed.UNSEEDED)

    return wrapper


def _asks_for_weights(*arguments: Any, **options: Any) -> bool:
    asked = [*arguments[:1], options.get("weights"), options.get("pretrained")]
    return any(each not in {None, False} for each in asked)


def _leave_as_it_is(tensor: Any, *_: Any, **__: Any) -> Any:
    return tensor


_INITIALISERS: Final = (
    "uniform_", "normal_", "trunc_normal_", "xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_",
)  # fmt: skip
_OF_WEIGHTS: Final = frozenset({"weights", "pretrained", "progress"})
_HUB_OPTIONS: Final = frozenset({"source", "trust_repo", "force_reload", "verbose", "skip_validation"})


def install_keras() -> None:
    """Let ``keras.applications`` load weights where it would download them."""
    files: Any = sys.modules["keras.src.utils.file_utils"]
    model: Any = sys.modules["keras.src.models.model"].Model
    download, load = files.get_file, model.load_weights

    def get_file(fname: Any = None, origin: Any = None, *arguments: Any, **options: Any) -> Any:
        name = os.path.basename(str(origin or fname))
        if not name.endswith((".h5", ".keras")) or "keras-applications" not in str(origin):
            return download(fname, origin, *arguments, **options)
        path = _real_file(name)
        if path is not None:
            real.append(name)
            return path
        used.append(name)
        return _MARK + name

    def load_weights(self: Any, filepath: Any, *arguments: Any, **options: Any) -> Any:
        if not str(filepath).startswith(_MARK):
            return load(self, filepath, *arguments, **options)
        _fill_keras(self)
        return None

    files.get_file = get_file
    model.load_weights = load_weights


def _real_file(url: str) -> str | None:
    path = os.path.join(_folder["path"], os.path.basename(url))
    return path if _folder["path"] and not _filling["always"] and os.path.isfile(path) else None


def _loaded(path: str) -> Any:
    real.append(os.path.basename(path))
    return sys.modules["torch"].load(path, map_location="cpu", weights_only=True)


def _state_dict(weights: Any) -> dict[str, Any]:
    path = _real_file(weights.url)
    if path is not None:
        state: dict[str, Any] = _loaded(path)
        return state
    used.append(f"{type(weights).__name__}.{weights.name}")
    if _building["as published"]:
        return _AsTheModelHas()
    shapes = _skeleton(weights).state_dict()
    return _filled(shapes, to_be_copied=_building["whole"])


def _skeleton(weights: Any) -> Any:
    """The model that ``weights`` belong to, without memory for its parameters."""
    torch = sys.modules["torch"]
    api = sys.modules["torchvision.models._api"]
    builder = next(each for each in api.BUILTIN_MODELS.values() if api._get_enum_from_fn(each) is type(weights))
    options: dict[str, Any] = {"weights": None}
    if categories := weights.meta.get("categories"):
        options["num_classes"] = len(categories)
    if any(part in builder.__module__ for part in ("detection", "segmentation")):
        options["weights_backbone"] = None
    with torch.device("meta"):
        return builder(**options)


def _by_address(url: str) -> Any | None:
    api = sys.modules["torchvision.models._api"]
    for builder in api.BUILTIN_MODELS.values():
        for weights in api._get_enum_from_fn(builder):
            if weights.url == url:
                return weights
    return None


def _filled(shapes: dict[str, Any], *, to_be_copied: bool) -> dict[str, Any]:
    """Small numbers around zero; variances positive, counters zero. One random block is repeated: filling is cheap.

    What a builder copies into its model can be parts of one tensor; what a snippet gets hold of cannot.
    """
    torch = sys.modules["torch"]
    source = _repeated(max((like.numel() for like in shapes.values()), default=0))
    starts = random.Random(_filling["seed"])  # noqa: S311 - and none of the generators that a snippet draws from
    state = {}
    for name, like in shapes.items():
        if not like.is_floating_point():
            state[name] = torch.zeros(like.shape, dtype=like.dtype)
            continue
        start = starts.randrange(_BLOCK)
        values = source[start : start + like.numel()].view(like.shape)
        if name.endswith("running_var"):
            values = values.abs().add_(0.5)
        state[name] = values.to(like.dtype) if to_be_copied else values.to(like.dtype, copy=True)
    return state


def _repeated(size: int) -> Any:
    """At least ``size`` numbers from any start within the first block."""
    torch = sys.modules["torch"]
    generator = torch.Generator().manual_seed(_filling["seed"])
    # Whole numbers over a power of two are the same on every processor.
    block = torch.randint(-(1 << 15), 1 << 15, (_BLOCK,), generator=generator).float() / (1 << 19)
    return block.repeat(size // _BLOCK + 2)


def _fill_keras(model: Any) -> None:
    numpy: Any = sys.modules["numpy"]
    source = numpy.random.Generator(numpy.random.PCG64(_filling["seed"]))
    block = source.uniform(-0.05, 0.05, _BLOCK).astype("float32")
    for variable in model.weights:
        size = int(numpy.prod(variable.shape))
        values = numpy.resize(numpy.roll(block, int(source.integers(_BLOCK))), size).reshape(variable.shape)
        if "variance" in variable.path:
            values = numpy.abs(values) + 0.5
        variable.assign(values)
