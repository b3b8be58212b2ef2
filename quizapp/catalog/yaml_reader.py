"""Reads YAML under the rules of 1.2's core schema, keeping the place of everything for exact complaints.

PyYAML follows YAML 1.1, where ``no`` is false, ``010`` is eight, ``12:30`` is 750 and ``1e-3`` is text; such values
would change what a question asks. So only libyaml's events are taken from it, and plain scalars are resolved here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from quizapp.catalog.errors import PackProblem, YamlInvalid

MAX_BYTES: Final = 512 * 1024
MAX_VALUES: Final = 50_000
"""Values in one file, aliased ones counted each time they are used."""
MAX_ALIASES: Final = 100
MAX_DEPTH: Final = 24

FieldPath = tuple[str | int, ...]

_NULL: Final = re.compile(r"(?:null|Null|NULL|~|)\Z")
_TRUE: Final = re.compile(r"(?:true|True|TRUE)\Z")
_FALSE: Final = re.compile(r"(?:false|False|FALSE)\Z")
_DECIMAL: Final = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL: Final = re.compile(r"0o[0-7]+\Z")
_HEXADECIMAL: Final = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_INFINITE: Final = re.compile(r"(?:([-+])?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")
_MAX_DIGITS: Final = 300


@dataclass(frozen=True)
class Position:
    """A place in a file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class MarkedData:
    """What a file says, and where it says it."""

    file: str
    value: Any
    keys: dict[FieldPath, Position] = field(repr=False)
    """Where the key of a mapping's entry stands."""
    values: dict[FieldPath, Position] = field(repr=False)
    """Where a value begins."""

    def at_key(self, path: FieldPath) -> Position:
        """The key at ``path``; for items of a list, and for the whole, where the value begins."""
        return self.keys.get(path) or self.at_value(path)

    def at_value(self, path: FieldPath) -> Position:
        """The value at ``path``, or what is nearest around it."""
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, Position(1, 1))

    def problem(self, path: FieldPath, message: str, suggestion: str = "", *, key: bool = False) -> PackProblem:
        """A complaint about the value, or with ``key`` the key, at ``path``."""
        place = self.at_key(path) if key else self.at_value(path)
        return PackProblem(self.file, place.line, place.column, dotted(path), message, suggestion)


def dotted(path: FieldPath) -> str:
    """``choices.1.id``: a path as complaints name it, list items counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def did_you_mean(word: object, candidates: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """The candidate that ``word`` is most likely a slip for, or nothing."""
    found = difflib.get_close_matches(str(word), list(candidates), n=1, cutoff=0.6)
    return found[0] if found else ""


def read(path: Path) -> MarkedData:
    """The one document in ``path``; raises ``YamlInvalid`` for anything else, however hostile."""
    return parse(_text(path), str(path))


def parse(text: str, file: str) -> MarkedData:
    """The one document in ``text``; ``file`` is what complaints call it."""
    reading = _Reading(file)
    try:
        value = reading.document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Position(1, 1) if mark is None else Position(mark.line + 1, mark.column + 1)
        raise YamlInvalid([_at(file, place, f"not YAML: {error.problem or error.context}")]) from error
    except yaml.reader.ReaderError as error:
        place = _place_of(text, error.position)
        raise YamlInvalid([_at(file, place, f"not YAML: {error.reason} (#x{error.character:04x})")]) from error
    if reading.problems:
        raise YamlInvalid(reading.problems)
    return MarkedData(file, value, reading.keys, reading.values)


def _at(file: str, place: Position, message: str) -> PackProblem:
    return PackProblem(file, place.line, place.column, "", message)


def _place_of(text: str, index: int) -> Position:
    before = text[:index]
    return Position(before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)


def _text(path: Path) -> str:
    file = str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise YamlInvalid([PackProblem(file, 0, 0, "", f"cannot be read: {error.strerror}")]) from error
    if len(raw) > MAX_BYTES:
        raise YamlInvalid([PackProblem(file, 0, 0, "", f"is larger than {MAX_BYTES // 1024} KiB")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        raise YamlInvalid([_at(file, _place_of(before, len(before)), "is not UTF-8 text")]) from error
    if not text.strip():
        raise YamlInvalid([PackProblem(file, 0, 0, "", "is empty")])
    return text


class _Stop(Exception):
    """A complaint after which reading on makes no sense."""


class _Reading:
    """One pass over the events of a document."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.keys: dict[FieldPath, Position] = {}
        self.values: dict[FieldPath, Position] = {}
        self.problems: list[PackProblem] = []
        self._anchors: dict[str, list[yaml.Event]] = {}
        self._aliases = 0
        self._count = 0

    def document(self, events: Iterator[yaml.Event]) -> Any:
        value: Any = None
        documents = 0
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._refuse(event, "a file holds one document; this is the second")
                    value = self._value(next(events), events, ())
        except _Stop:
            return None
        if documents == 0:
            self.problems.append(PackProblem(self.file, 0, 0, "", "holds nothing but comments"))
        return value

    def _refuse(self, event: yaml.Event, message: str) -> None:
        self.problems.append(_at(self.file, _begin(event), message))
        raise _Stop

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: FieldPath) -> Any:
        self._count += 1
        if self._count > MAX_VALUES:
            self._refuse(event, f"holds more than {MAX_VALUES} values")
        if len(path) > MAX_DEPTH:
            self._refuse(event, f"is nested more than {MAX_DEPTH} deep")
        self.values[path] = _begin(event)
        if isinstance(event, yaml.AliasEvent):
            return self._aliased(event, path)
        if getattr(event, "anchor", None):
            events = iter(self._recorded(event, events))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        tag = "map" if isinstance(event, yaml.MappingStartEvent) else "seq"
        self._check_tag(event, tag)
        return self._mapping(events, path) if tag == "map" else self._sequence(events, path)

    def _recorded(self, start: yaml.Event, events: Iterator[yaml.Event]) -> list[yaml.Event]:
        """The events that follow ``start`` and belong to it, kept under its anchor for aliases."""
        following: list[yaml.Event] = []
        depth = int(isinstance(start, yaml.CollectionStartEvent))
        while depth:
            event = next(events)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            following.append(event)
            if len(following) > 2 * MAX_VALUES:
                self._refuse(event, f"holds more than {MAX_VALUES} values")
        self._anchors[start.anchor] = [start, *following]  # type: ignore[attr-defined]
        return following

    def _aliased(self, event: yaml.AliasEvent, path: FieldPath) -> Any:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            self._refuse(event, f"uses aliases more than {MAX_ALIASES} times")
        recorded = self._anchors.get(event.anchor or "")
        if recorded is None:
            self._refuse(event, f"alias *{event.anchor} stands for nothing")
            return None
        return self._value(_without_anchor(recorded[0]), iter(recorded[1:]), path)

    def _mapping(self, events: Iterator[yaml.Event], path: FieldPath) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, events, path)
            place = (*path, key)
            first = self.keys.get(place)
            if key in mapping and first is not None:
                problem = PackProblem(
                    self.file, *_pair(event), dotted(place), f"stands twice, first in line {first.line}"
                )
                self.problems.append(problem)
            else:
                self.keys[place] = _begin(event)
            mapping[key] = self._value(next(events), events, place)
        return mapping

    def _key(self, event: yaml.Event, events: Iterator[yaml.Event], path: FieldPath) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "a key has to be plain text")
            return ""
        key = self._scalar(event)
        if isinstance(key, str):
            return key
        message = f"the key {event.value!r} is not text; put it in quotes"
        self.problems.append(PackProblem(self.file, *_pair(event), dotted(path), message))
        return str(event.value)

    def _sequence(self, events: Iterator[yaml.Event], path: FieldPath) -> list[Any]:
        sequence: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            sequence.append(self._value(event, events, (*path, len(sequence))))
        return sequence

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        self._check_tag(event, "str")
        value: str = event.value
        if "\0" in value:
            self.problems.append(_at(self.file, _begin(event), "holds a NUL character"))
        plain = event.implicit[0] and event.tag is None
        if plain and len(value) > _MAX_DIGITS and _DECIMAL.match(value):
            self._refuse(event, f"a number has at most {_MAX_DIGITS} digits")
        return resolve(value) if plain else value

    def _check_tag(self, event: yaml.Event, plain: str) -> None:
        tag = getattr(event, "tag", None)
        if tag not in {None, "!", f"tag:yaml.org,2002:{plain}"}:
            self.problems.append(_at(self.file, _begin(event), f"the tag {tag} is not allowed"))


def resolve(plain: str) -> str | int | float | bool | None:
    """What an unquoted scalar means in YAML 1.2's core schema."""
    if _NULL.match(plain):
        return None
    if _TRUE.match(plain) or _FALSE.match(plain):
        return bool(_TRUE.match(plain))
    for pattern, base in ((_DECIMAL, 10), (_OCTAL, 8), (_HEXADECIMAL, 16)):
        if pattern.match(plain):
            return int(plain, base)
    if _FLOAT.match(plain) or _INFINITE.match(plain):
        return float(plain.replace(".", "") if _INFINITE.match(plain) else plain)
    return plain


def _begin(event: yaml.Event) -> Position:
    mark = event.start_mark
    return Position(1, 1) if mark is None else Position(mark.line + 1, mark.column + 1)


def _pair(event: yaml.Event) -> tuple[int, int]:
    place = _begin(event)
    return place.line, place.column


def _without_anchor(event: yaml.Event) -> yaml.Event:
    """The event again, so that using an alias does not record its anchor anew."""
    if isinstance(event, yaml.ScalarEvent):
        return yaml.ScalarEvent(None, event.tag, event.implicit, event.value, event.start_mark, event.end_mark)
    return type(event)(None, event.tag, event.implicit, event.start_mark, event.end_mark)  # type: ignore[attr-defined,call-arg]
