"""Makes sentences from their wording, and writes values the way sentences show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from string import Formatter

from runner.explained import Seen, Sentence
from runner.message import Slug
from runner.wording import WORDING

_LONGEST_VALUE = 240
_SEPARATED_FROM = 10_000
_TENSOR = re.compile(r"Tensor\((?P<shape>[\d, ]*)\) [a-z]+\d*(?P<number> -?\d[-+.e\d]*)?(?P<list> (?=\[))?")
"""Where a tensor begins among the items of a container."""


def say(message: Slug, cites: Iterable[int], /, **values: object) -> Sentence:
    """The sentence of this message with these values, resting on the cited steps."""
    wording = WORDING[message]
    wanted = {name for _, name, _, _ in Formatter().parse(wording) if name}
    shown = {name: str(values[name]) for name in values if name in wanted}
    text = wording.format_map(shown)
    return Sentence(message=message, values=shown, cites=tuple(sorted(set(cites)))[:40], text=_opened(text)[:2000])


def count(number: int) -> str:
    """A whole number, with separators from ten thousand on."""
    return f"{number:,}" if abs(number) >= _SEPARATED_FROM else str(number)


def code(text: str) -> str:
    """Text as code, on one line."""
    line = " ".join(text.split())
    fence = "``" if "`" in line else "`"
    return f"{fence}{line}{fence}"


def shape(sizes: Sequence[int]) -> str:
    """A shape as Python writes a tuple."""
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(map(str, sizes))})"


def value(seen: Seen) -> str:
    """What a sentence says of a value."""
    if seen.kind == "tensor" and seen.shape is not None:
        return code(seen.values) if seen.values else f"a tensor of shape {shape(seen.shape)}"
    if seen.kind == "module" and seen.parameters is not None:
        return f"a {short_type(seen)} with {count(seen.parameters)} parameters"
    if seen.kind == "container" and "Tensor(" in seen.text:
        return code(_with_plain_tensors(seen.text))
    if seen.kind == "number" and seen.text.lstrip("-").isdigit():
        return count(int(seen.text)) if len(seen.text) < 30 else code(seen.text)
    return seen.text if seen.kind in {"number", "other"} and not _is_name(seen.text) else code(seen.text)


def _with_plain_tensors(text: str) -> str:
    """The text of a container with its tensors as numbers where they are few, and as shapes otherwise."""

    def plain(found: re.Match[str]) -> str:
        if found["list"] or found["number"]:
            return (found["number"] or "").strip()
        sizes = found["shape"]
        return f"a tensor of shape ({sizes}{'' if ',' in sizes or not sizes else ','})"

    return _TENSOR.sub(plain, text)


def keys(seen: Seen) -> list[str]:
    """The keys of a mapping from names to tensors; none for anything else."""
    if seen.kind != "container" or not seen.text.startswith("{'") or "…" in seen.text:
        return []
    items = re.findall(r"'([^']+)': (\w+)", seen.text)
    return [name for name, _ in items] if items and {kind for _, kind in items} == {"Tensor"} else []


def short_type(seen: Seen) -> str:
    return seen.type.rpartition(".")[2]


def article(noun: str) -> str:
    """With "a" or "an"."""
    return f"an {noun}" if noun[:1].lower() in "aeio" else f"a {noun}"


def listed(parts: Sequence[str]) -> str:
    """Joined as in speech: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def numbers(text: str) -> list[str]:
    """The numbers in the text of a tensor that has one dimension; none for others."""
    inside = text.removeprefix("[").removesuffix("]")
    return inside.split(", ") if inside and "[" not in inside and text.startswith("[") else []


def product(sizes: Sequence[int]) -> str:
    """Sizes multiplied, with the result: "2 × 3 = 6"."""
    result = 1
    for size in sizes:
        result *= size
    if len(sizes) < 2:
        return count(result)
    return f"{' × '.join(map(str, sizes))} = {count(result)}"


def fits(text: str) -> bool:
    """Whether a value is short enough to be read in a sentence."""
    return len(text) <= _LONGEST_VALUE


def _is_name(text: str) -> bool:
    return text in {"True", "False", "None"} or text.startswith("torch.")


def _opened(text: str) -> str:
    """Begins with a capital letter, unless it begins with code."""
    return text[:1].upper() + text[1:]
