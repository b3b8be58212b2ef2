"""Takes out of an output what is no part of an answer, and says what it took."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

ADDRESS_MARK: Final = "at 0x…"

_ANSI: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_ADDRESS: Final = re.compile(r"\bat 0x[0-9a-fA-F]{4,16}\b")
_KERAS_BAR: Final = re.compile(r"^\s*\d+/(?:\d+|Unknown)\s+[━=>.\-\[\]]*\s*\S+ \S+/(?:step|epoch)", re.MULTILINE)
_TQDM_BAR: Final = re.compile(r"^[^\n|]{0,200}\d+%\|[^\n|]{0,400}\|[^\n]{0,200}\[[^\n\]]{0,200}\]$", re.MULTILINE)
_NUMPY_SCALAR: Final = re.compile(
    r"\bnp\.(?:float16|float32|float64|longdouble|u?int(?:8|16|32|64)|complex64|complex128|bool_?)\(([^()\n]{1,80})\)"
)
_NUMPY_STRING: Final = re.compile(r"\bnp\.(?:str_|bytes_)\(([^()\n]{0,200})\)")
_NUMPY_BOOL: Final = re.compile(r"\bnp\.(True|False)_(?!\w)")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text without its noise; ``removed`` names each kind of noise that was found, in order of removal."""

    text: str
    removed: tuple[str, ...]


def normalise(text: str) -> Normalised:
    """Remove terminal codes, progress bars, object addresses and numpy's scalar wrappers from ``text``."""
    return _apply(text, _STEPS)


def without_display_noise(text: str) -> Normalised:
    """Remove only what a terminal would not keep (codes, bars); addresses and reprs stay and may tell runs apart."""
    return _apply(text, {name: step for name, step in _STEPS.items() if name in {"ansi", "progress_bar"}})


def _apply(text: str, steps: dict[str, Callable[[str], str]]) -> Normalised:
    removed = []
    for name, step in steps.items():
        cleaned = step(text)
        if cleaned != text:
            removed.append(name)
            text = cleaned
    return Normalised(text, tuple(removed))


def _without_ansi(text: str) -> str:
    return _ANSI.sub("", text)


def _without_bars(text: str) -> str:
    """Let a line that was drawn over show its last state, then drop lines that are nothing but a bar."""
    text = text.replace("\r\n", "\n")
    if "\r" in text or "\b" in text:
        text = "\n".join(_last_state(line) for line in text.split("\n"))
    kept = []
    for line in text.split("\n"):
        bare = _TQDM_BAR.sub("", _KERAS_BAR.sub("", line))
        if bare != line:
            bare = bare.removeprefix(" - ").strip()
            if not bare:
                continue
        kept.append(bare)
    return "\n".join(kept)


def _last_state(line: str) -> str:
    line = line.replace("\b", "")
    states = [state for state in line.split("\r") if state.strip()]
    return states[-1] if states else ""


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub(ADDRESS_MARK, text)


def _without_scalar_wrappers(text: str) -> str:
    text = _NUMPY_SCALAR.sub(r"\1", text)
    text = _NUMPY_STRING.sub(r"\1", text)
    return _NUMPY_BOOL.sub(r"\1", text)


_STEPS: Final[dict[str, Callable[[str], str]]] = {
    "ansi": _without_ansi,
    "progress_bar": _without_bars,
    "address": _without_addresses,
    "scalar_repr": _without_scalar_wrappers,
}
