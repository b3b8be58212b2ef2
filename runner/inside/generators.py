"""Starts every random generator from the run's seed, and notices draws from one that the snippet did not seed."""

from __future__ import annotations

import ctypes
import os
import random
import sys
from collections.abc import Callable
from typing import Any, Final

from runner.inside import noticed

# For each library 64 seeds whose first numbers cover what it can draw evenly, the outermost thousandths included:
# half of them by the first uniform number, half by the first normal one. So a threshold that a single number rarely
# passes is passed by one of the runs, which seeds 1 to 64 would not promise.
SEEDS: Final[dict[str, tuple[int, ...]]] = {
    "torch": (
        72,
        2469,
        3567,
        1042,
        2279,
        10,
        9,
        68,
        16,
        30,
        26,
        4,
        6,
        47,
        46,
        5,
        17,
        15,
        19,
        66,
        27,
        44,
        89,
        1,
        20,
        28,
        65,
        43,
        22,
        21,
        34,
        82,
        2,
        56,
        18,
        13,
        25,
        31,
        38,
        35,
        8,
        7,
        76,
        58,
        59,
        3,
        32,
        126,
        101,
        29,
        36,
        14,
        40,
        37,
        63,
        41,
        23,
        11,
        45,
        124,
        12,
        86,
        57,
        52,
    ),
    "numpy": (
        156,
        1989,
        79,
        1146,
        394,
        35,
        4,
        38,
        32,
        5,
        48,
        50,
        20,
        21,
        51,
        44,
        1,
        17,
        24,
        3,
        42,
        28,
        2,
        10,
        30,
        18,
        19,
        40,
        64,
        8,
        39,
        6,
        85,
        81,
        23,
        7,
        27,
        87,
        14,
        41,
        34,
        22,
        13,
        37,
        63,
        70,
        92,
        59,
        65,
        43,
        89,
        49,
        69,
        127,
        46,
        16,
        47,
        36,
        11,
        12,
        90,
        15,
        58,
        123,
    ),
    "random": (
        7,
        2172,
        784,
        1514,
        906,
        9,
        4,
        25,
        204,
        31,
        10,
        17,
        33,
        43,
        19,
        78,
        44,
        60,
        2,
        139,
        6,
        26,
        24,
        95,
        5,
        27,
        240,
        47,
        103,
        3,
        67,
        84,
        53,
        12,
        18,
        32,
        1,
        8,
        34,
        13,
        39,
        42,
        16,
        168,
        29,
        21,
        20,
        23,
        85,
        14,
        50,
        75,
        49,
        41,
        77,
        51,
        30,
        46,
        166,
        79,
        37,
        74,
        76,
        106,
    ),
}

_PASSING_ENTROPY_ON: Final = ("/random.py", "/secrets.py", "/uuid.py", "/generators.py")
"""Modules that ask the system for what a snippet asks of them; others name temporary files with it."""
_entropy: Final = random.Random(0)  # noqa: S311 - stands for the system's in a run, where nothing is secret
_left_as: dict[str, Any] = {}
"""State in which we left each library's own generator; a library that the snippet has seeded is not in it."""


def seed_all(index: int) -> None:
    """Seed what is loaded, and what is yet to be loaded through the entropy it asks for."""
    _entropy.seed(index)
    _original_seed(random._inst, _seed("random", index))
    _left_as["random"] = random.getstate()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        _numpy_state_seed(numpy_random)(_seed("numpy", index))
        _left_as["numpy"] = _numpy_state(numpy_random)
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.default_generator.manual_seed(_seed("torch", index))
        _left_as["torch"] = _torch_state(torch)
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is not None:
        _tensorflow_context().set_global_seed(index + 1)
        _left_as["tensorflow"] = _tensorflow_state()


def look_again() -> None:
    """Notice what was drawn since the last look; called at the end, and before each seeding."""
    for library, state in list(_left_as.items()):
        if _STATES[library]() != state:
            _drawn(library)


def is_unseeded(library: str) -> bool:
    """Whether its numbers are still the run's own chance."""
    return library in _left_as


def draws_of_ours(library: str) -> None:
    """A draw that a library made to start a generator of its own: the number itself decides nothing."""
    if library in _left_as:
        noticed.note(noticed.UNSEEDED)
        _left_as[library] = _STATES[library]()


def install() -> None:
    """Put ourselves before Python's own generators and the entropy behind them; called before preloading."""
    random.seed = _seeding("random", random.seed)
    random.setstate = _restoring("random", random.setstate)
    random.Random.seed = _seed_instance  # type: ignore[method-assign]
    random._urandom = os.urandom = _entropy_bytes  # type: ignore[attr-defined]


def install_numpy() -> None:
    numpy_random: Any = sys.modules["numpy.random"]
    _original["numpy"] = numpy_random.seed
    numpy_random.seed = numpy_random.mtrand.seed = _seeding("numpy", numpy_random.seed)
    numpy_random.set_state = numpy_random.mtrand.set_state = _restoring("numpy", numpy_random.set_state)
    numpy_random.default_rng = _noting_no_seed(numpy_random.default_rng)
    # Every generator of numpy's asks for entropy first, those that are seeded a moment later as well.
    numpy_random.bit_generator.randbits = _entropy.getrandbits


def install_torch() -> None:
    torch: Any = sys.modules["torch"]
    for owner in (torch, torch.random):
        owner.manual_seed = _seeding("torch", owner.manual_seed)
        owner.set_rng_state = _restoring("torch", owner.set_rng_state)
        owner.seed = _seed_torch_anew


def install_tensorflow() -> None:
    tensorflow: Any = sys.modules["tensorflow"]
    tensorflow.random.set_seed = _seeding("tensorflow", tensorflow.random.set_seed)
    seeds: Any = sys.modules["keras.src.random.seed_generator"]
    original = seeds.make_default_seed
    for module in [each for name, each in sys.modules.items() if name.startswith("keras.src.")]:
        if vars(module).get("make_default_seed") is original:
            module.make_default_seed = _keras_seed  # type: ignore[attr-defined]
    helper: Any = sys.modules["keras.src.utils.rng_utils"]
    helper.tf.random.set_seed = tensorflow.random.set_seed


_original: dict[str, Any] = {}
_original_seed: Final = random.Random.seed


def _seed(library: str, index: int) -> int:
    chosen = SEEDS[library]
    return chosen[index] if index < len(chosen) else index + 1000


def _drawn(library: str) -> None:
    del _left_as[library]
    # Numbers of these come to Python as they are; those of a tensor library first have to be taken out.
    noticed.note(noticed.UNSEEDED, *((noticed.CONTENTS,) if library in {"random", "numpy"} else ()))


def _seeding(library: str, original: Callable[..., Any]) -> Callable[..., Any]:
    def seed(*arguments: Any, **options: Any) -> Any:
        look_again()
        given = [*arguments, *options.values()]
        if not given or given[0] is None:
            noticed.note(noticed.UNSEEDED, noticed.CONTENTS)
            arguments, options = (int.from_bytes(_entropy.randbytes(4), "big"),), {}
        _left_as.pop(library, None)
        return original(*arguments, **options)

    seed.__name__ = seed.__qualname__ = original.__name__
    seed.__doc__ = original.__doc__
    return seed


def _noting_no_seed(original: Callable[..., Any]) -> Callable[..., Any]:
    def make(seed: Any = None) -> Any:
        if seed is None:
            noticed.note(noticed.UNSEEDED, noticed.CONTENTS)
        return original(seed)

    make.__name__ = make.__qualname__ = original.__name__
    make.__doc__ = original.__doc__
    return make


def _restoring(library: str, original: Callable[..., Any]) -> Callable[..., Any]:
    """Putting back the state that we left is no seeding."""

    def restore(*arguments: Any, **options: Any) -> Any:
        look_again()
        before = _left_as.get(library)
        result = original(*arguments, **options)
        if before is not None and _STATES[library]() != before:
            _left_as.pop(library, None)
        return result

    restore.__name__ = restore.__qualname__ = original.__name__
    restore.__doc__ = original.__doc__
    return restore


def _seed_instance(self: random.Random, a: Any = None, version: int = 2) -> None:
    if a is None:
        a = int.from_bytes(_entropy_bytes(32), "big")
    _original_seed(self, a, version)


def _entropy_bytes(size: int) -> bytes:
    """What the system would offer as chance, from the run's seed."""
    if noticed.asked_by_snippet(_PASSING_ENTROPY_ON):
        noticed.note(noticed.UNSEEDED, noticed.CONTENTS)
    return _entropy.randbytes(size)


def _seed_torch_anew() -> int:
    look_again()
    _left_as.pop("torch", None)
    noticed.note(noticed.UNSEEDED)
    number = int.from_bytes(_entropy.randbytes(8), "big")
    sys.modules["torch"].default_generator.manual_seed(number)
    return number


def _keras_seed() -> int:
    """Layers start their generators from a number of Python's."""
    look_again()
    number = random.randint(1, 1_000_000_000)  # noqa: S311
    draws_of_ours("random")
    return number


def _numpy_state_seed(numpy_random: Any) -> Any:
    return _original.get("numpy", numpy_random.seed)


def _numpy_state(numpy_random: Any) -> tuple[bytes, int, int, float]:
    _, key, position, has_normal, normal = numpy_random.get_state()
    return key.tobytes(), position, has_normal, normal


def _torch_state(torch: Any) -> bytes:
    # In bytes, because comparing tensors would run an operation.
    state = torch.default_generator.get_state()
    return ctypes.string_at(state.data_ptr(), state.numel())


def _tensorflow_context() -> Any:
    return sys.modules["tensorflow.python.eager.context"]


def _tensorflow_state() -> Any:
    context: Any = _tensorflow_context().context()
    return None if context._rng is None else context._rng.getstate()


_STATES: Final[dict[str, Callable[[], Any]]] = {
    "random": random.getstate,
    "numpy": lambda: _numpy_state(sys.modules["numpy.random"]),
    "torch": lambda: _torch_state(sys.modules["torch"]),
    "tensorflow": _tensorflow_state,
}
