"""The mapping file ``bank.toml``: which field of a JSON or CSV file means what.

[bank]
files = "questions/*.json"       # relative to the mapping; * stands for any characters, slashes too
items = "data.questions"         # JSON: where the list is; the whole file unless given
licence = "CC BY 4.0"            # what holds for all; a field of the same name goes before it

[fields]
id = "uid"
code = "program"
output = "prints"                # either this, for a program with all it prints
stem = "question"                # or these, for a question with choices
choices = "options"              # a list or an object of texts; of CSV, a list of columns: ["a", "b", "c"]
key = "answer"

[key]
is = "text"                      # of the right choice; or "name" (of an object, or a column), "number" (from 1),
                                 # "index" (from 0), "letter"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError

from runner.errors import BankInvalid
from runner.message import Message

FILE_NAME: Final = "bank.toml"
_LIMIT_BYTES: Final = 64 * 1024

Name = Annotated[str, Field(min_length=1, max_length=200)]


class Bank(Message):
    """What holds for the whole bank."""

    files: Name
    items: Annotated[str, Field(max_length=200)] = ""
    source: Annotated[str, Field(max_length=500)] = ""
    author: Annotated[str, Field(max_length=200)] = ""
    licence: Annotated[str, Field(max_length=120)] = ""


class Fields(Message):
    """The bank's own names of what an entry has."""

    id: Name
    stem: Name | None = None
    code: Name | None = None
    output: Name | None = None
    choices: Name | list[Name] | None = None
    key: Name | None = None
    source: Name | None = None
    author: Name | None = None
    licence: Name | None = None


class Key(Message):
    """How the right choice is told."""

    is_: Literal["text", "name", "number", "index", "letter"] = Field(default="text", alias="is")


class Mapping(Message):
    """The file as a whole."""

    bank: Bank
    fields: Fields
    key: Key = Key()


@dataclass(frozen=True, slots=True)
class Placed:
    """A mapping and the folder that its ``files`` are relative to."""

    mapping: Mapping
    folder: Path


def load(path: Path) -> Placed:
    """The mapping in ``path``; raises ``BankInvalid`` that says what is wrong with it."""
    try:
        with path.open("rb") as file:
            content = file.read(_LIMIT_BYTES + 1)
        if len(content) > _LIMIT_BYTES:
            raise BankInvalid(f"{path.name}: longer than {_LIMIT_BYTES} bytes")
        mapping = Mapping.model_validate(tomllib.loads(content.decode("utf-8-sig")))
    except OSError as error:
        raise BankInvalid(f"{path.name}: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BankInvalid(f"{path.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except ValueError as error:
        raise BankInvalid(f"{path.name}: not TOML: {error}") from error
    _coherent(mapping, path.name)
    return Placed(mapping, path.parent)


def _coherent(mapping: Mapping, name: str) -> None:
    fields = mapping.fields
    if (fields.output is None) == (fields.choices is None):
        raise BankInvalid(f"{name}: fields: either output or choices has to be given")
    if fields.output is not None and fields.code is None:
        raise BankInvalid(f"{name}: fields: output without code")
    if fields.choices is not None and (fields.key is None or fields.stem is None):
        raise BankInvalid(f"{name}: fields: choices without {'key' if fields.key is None else 'stem'}")
