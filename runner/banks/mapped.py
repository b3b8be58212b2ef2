"""JSON and CSV, read as a mapping file says; see ``mapping``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final

from runner.banks.entry import Attribution, Entry, Place, Question, Snippet, Unread
from runner.banks.files import File
from runner.banks.mapping import Mapping
from runner.errors import BankInvalid

ABOUT: Final = "JSON and CSV, read as bank.toml says"

FILE_LIMIT_BYTES: Final = 64 * 1024 * 1024
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def read(file: File, mapping: Mapping) -> Iterator[Entry]:
    """An entry for each row; what a row lacks is told with its line, or its number where JSON has no lines to tell."""
    rows = _csv(file) if file.path.suffix.lower() == ".csv" else _json(file, mapping.bank.items)
    for line, where, row in rows:
        place = Place(file.name, line)
        try:
            if not isinstance(row, dict):
                raise BankInvalid("no object of fields")
            yield _entry(place, row, mapping)
        except BankInvalid as refused:
            yield Unread(place, f"{where}: {refused}")


def _csv(file: File) -> Iterator[tuple[int, str, Any]]:
    with file.path.open(encoding=file.with_mark, newline="") as opened:
        rows = csv.DictReader(opened, strict=True)
        try:
            for number, row in enumerate(rows, start=1):
                yield rows.line_num, f"row {number}", {name: text for name, text in row.items() if text is not None}
        except UnicodeDecodeError as error:
            raise BankInvalid(
                f"not {file.encoding} at byte {error.start} of a part after line {rows.line_num}"
            ) from error
        except csv.Error as error:
            raise BankInvalid(f"no CSV after line {rows.line_num}: {error}") from error


def _json(file: File, items: str) -> Iterator[tuple[int, str, Any]]:
    text = file.text(FILE_LIMIT_BYTES)
    if file.path.suffix.lower() == ".jsonl":
        for number, line in enumerate(io.StringIO(text), start=1):
            if line.strip():
                yield number, f"line {number}", _loaded(line)
        return
    data = _loaded(text)
    for name in items.split(".") if items else []:
        data = data.get(name) if isinstance(data, dict) else None
    if isinstance(data, dict) and not items:
        data = [data]
    if not isinstance(data, list):
        raise BankInvalid(f"no list at {items or 'its top'}")
    for number, row in enumerate(data, start=1):
        yield 0, f"item {number}", row


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BankInvalid(f"not JSON: {error}") from error


def _entry(place: Place, row: dict[str, Any], mapping: Mapping) -> Snippet | Question:
    fields = mapping.fields
    identity = str(_needed(row, fields.id))
    attribution = Attribution(
        *(_text(row, getattr(fields, name)) or getattr(mapping.bank, name) for name in ("source", "author", "licence"))
    )
    code = _text(row, fields.code)
    if fields.output is not None:
        if not code:
            raise BankInvalid(f"field {fields.code!r} is empty")
        return Snippet(place, identity, code, str(_needed(row, fields.output)), attribution)
    named = _choices(row, fields.choices)
    key = _key(_needed(row, fields.key), named, mapping.key.is_)
    return Question(place, identity, _text(row, fields.stem), code, tuple(named.values()), key, attribution)


def _needed(row: dict[str, Any], name: str | None) -> Any:
    value = row.get(name or "")
    if value is None or value == "" or isinstance(value, dict | list):
        raise BankInvalid(f"field {name!r} is missing, empty or no text")
    return value


def _text(row: dict[str, Any], name: str | None) -> str:
    value = row.get(name) if name is not None else None
    if value is not None and not isinstance(value, str | int | float):
        raise BankInvalid(f"field {name!r} is no text")
    return "" if value is None else str(value)


def _choices(row: dict[str, Any], wanted: str | list[str] | None) -> dict[str, str]:
    """The choices' texts by their names, in order; columns that are empty offer none."""
    if isinstance(wanted, list):
        named: Any = {name: row[name] for name in wanted if row.get(name) not in {None, ""}}
    else:
        named = row.get(wanted or "")
        if isinstance(named, list):
            named = {str(number): text for number, text in enumerate(named, start=1)}
    if not isinstance(named, dict) or len(named) < 2:
        raise BankInvalid(f"field {wanted!r} is no list or object of two texts or more")
    for name, text in named.items():
        if isinstance(text, dict | list) or text is None:
            raise BankInvalid(f"choice {name!r} is no text")
    return {name: str(text) for name, text in named.items()}


def _key(given: Any, named: dict[str, str], told_by: str) -> int:
    texts, names = list(named.values()), list(named)
    said = str(given).strip()
    match told_by:
        case "text":
            found = [number for number, text in enumerate(texts) if text.strip() == said]
        case "name":
            found = [number for number, name in enumerate(names) if name == said]
        case "letter":
            found = [_LETTERS.index(said.lower())] if len(said) == 1 and said.lower() in _LETTERS else []
        case _:
            found = [int(said) - (told_by == "number")] if said.isascii() and said.isdigit() else []
    if len(found) != 1 or not 0 <= found[0] < len(texts):
        raise BankInvalid(f"key {said!r} is the {told_by} of {'several' if len(found) > 1 else 'none'} of its choices")
    return found[0]
