"""Lines of questions to verify: what each may hold, and one clear complaint about what it may not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from runner.comparison import RELATIONS, matches
from runner.errors import MessageInvalid
from runner.protocol import MAX_CHOICES, ChoiceText, Comparison, Expectation, Program
from runner.runtimes import declaration

_FIELDS: Final = ("name", "source", "runtime", "device", "choices", "key", "compare")


@dataclass(frozen=True, slots=True)
class Question:
    """A program, and the choices its output is held against if there are any."""

    name: str
    program: Program
    expectation: Expectation | None
    names: Mapping[str, str]
    """The line's own name of each choice, by the one it has in the expectation."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot be verified as it stands."""

    name: str | None
    complaint: str


def read(content: bytes, default_runtime: str, default_device: str) -> Iterator[Question | Refused]:
    """One of the two for each line that is not blank."""
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        name = None
        try:
            data = _object(line)
            name = _name(data)
            yield _question(name, data, default_runtime, default_device)
        except MessageInvalid as error:
            yield Refused(name, f"line {number}: {error}"[:2000])


def read_one(content: bytes, name: str, default_device: str = "cpu") -> Question:
    """The one question that ``content`` holds, named ``name`` unless it says so itself; raises ``MessageInvalid``."""
    data = _object(content)
    named = _name({"name": name} | data)
    question = _question(named, {**data, "name": named}, "", default_device)
    if question.expectation is None:
        raise MessageInvalid("choices and key are missing")
    return question


def _object(line: bytes) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise MessageInvalid(f"not JSON: {error}") from error
    if not isinstance(data, dict):
        raise MessageInvalid("not an object")
    return data


def _name(data: Mapping[str, Any]) -> str:
    name = data.get("name")
    if not isinstance(name, str):
        raise MessageInvalid("name is missing or no text")
    return name.encode("utf-8", "replace").decode("utf-8")


def _question(name: str, data: Mapping[str, Any], default_runtime: str, default_device: str) -> Question:
    unknown = sorted(set(data) - set(_FIELDS))
    if unknown:
        raise MessageInvalid(f"unknown field {unknown[0]!r}; known are {', '.join(_FIELDS)}")
    program = _program(data, default_runtime, default_device)
    comparison = _comparison(data.get("compare"))
    if "choices" not in data:
        if "key" in data:
            raise MessageInvalid(f"key {data['key']!r} without choices")
        return Question(name, program, None, {})
    texts = _choices(data["choices"])
    if "key" not in data:
        raise MessageInvalid("choices without a key")
    if data["key"] not in list(texts):  # a list also takes what cannot be hashed
        raise MessageInvalid(f"key {data['key']!r} is none of the choices {', '.join(texts)}")
    _refuse_equals(texts, comparison)
    numbered = {f"c{number}": own for number, own in enumerate(texts)}
    expectation = Expectation(
        choices=tuple(ChoiceText(id=ours, text=texts[own]) for ours, own in numbered.items()),
        key=next(ours for ours, own in numbered.items() if own == data["key"]),
        comparison=comparison,
    )
    return Question(name, program, expectation, numbered)


def _program(data: Mapping[str, Any], default_runtime: str, default_device: str) -> Program:
    source = data.get("source")
    wanted = declaration.wanted_by(source) if isinstance(source, str) else None
    runtime = data.get("runtime", default_runtime or (wanted.name if wanted else "python"))
    known = declaration.declared()
    if runtime not in list(known):
        raise MessageInvalid(f"unknown runtime {runtime!r}; known are {', '.join(sorted(known))}")
    program = {"source": source, "runtime": runtime, "device": data.get("device", default_device)}
    return Program.from_dict(program)


def _comparison(given: object) -> Comparison:
    """A relation's name, or an object with ``relation`` and maybe ``tolerance``."""
    if given is None:
        return Comparison()
    wanted = {"relation": given} if isinstance(given, str) else given
    if not isinstance(wanted, dict):
        raise MessageInvalid("compare is neither a relation's name nor an object")
    relation, tolerance = wanted.get("relation", "lines"), wanted.get("tolerance")
    if relation not in list(RELATIONS):
        raise MessageInvalid(f"unknown comparison {relation!r}; known are {', '.join(RELATIONS)}")
    if tolerance is not None and (isinstance(tolerance, bool) or not isinstance(tolerance, int | float)):
        raise MessageInvalid(f"tolerance {tolerance!r} is no number")
    if tolerance is not None and not 0 <= tolerance < float("inf"):
        raise MessageInvalid(f"tolerance {tolerance!r} is negative or no finite number")
    return Comparison.from_dict(wanted | ({} if tolerance is None else {"tolerance": float(tolerance)}))


def _choices(given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        raise MessageInvalid("choices is no object of texts by their ids")
    if not 2 <= len(given) <= MAX_CHOICES:
        raise MessageInvalid(f"{len(given)} choices; from 2 to {MAX_CHOICES} are allowed")
    for own, text in given.items():
        if not isinstance(text, str) or len(text) > 2000:
            raise MessageInvalid(f"choice {own!r} is no text of at most 2000 characters")
    return given


def _refuse_equals(texts: Mapping[str, str], comparison: Comparison) -> None:
    names = list(texts)
    for index, left in enumerate(names):
        for right in names[index + 1 :]:
            if matches(comparison.relation, comparison.tolerance, texts[left], "", texts[right]):
                raise MessageInvalid(f"choices {left!r} and {right!r} are equal when compared by {comparison.relation}")
