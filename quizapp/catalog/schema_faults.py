"""Turns what pydantic says about a file into complaints with line, column, field and a suggestion."""

from __future__ import annotations

import enum
import json
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from quizapp.catalog.content import ContentFault
from quizapp.catalog.errors import PackInvalid, PackProblem
from quizapp.catalog.yaml_reader import FieldPath, MarkedData, did_you_mean

Model = TypeVar("Model")

_PLAIN_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field here",
    "string_type": "has to be text",
    "int_type": "has to be a whole number",
    "float_type": "has to be a number",
    "bool_type": "has to be true or false",
    "tuple_type": "has to be a list",
    "dict_type": "has to be a mapping of fields",
    "model_type": "has to be a mapping of fields",
    "model_attributes_type": "has to be a mapping of fields",
}


def validated(model: type[Model], data: MarkedData) -> Model:
    """``data`` as a value of ``model``; raises ``PackInvalid`` with every fault of the file."""
    # JSON is where pydantic's strict mode takes lists for tuples and words for enumerations, and nothing else.
    adapter = TypeAdapter(model)
    try:
        return adapter.validate_json(json.dumps(data.value))
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise PackInvalid([problem for detail in details for problem in _problems(model, data, detail)]) from error


def content_faults(error: ValidationError) -> Iterator[ContentFault]:
    """Everything ``error`` says, each at its field; for pages that have forms instead of files."""
    for detail in error.errors(include_url=False):
        yield from _faults(detail)


def _faults(detail: ErrorDetails) -> Iterator[ContentFault]:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    if detail["type"] == "incoherent":
        for fault in detail["ctx"]["faults"]:
            yield ContentFault((*path, *fault.path), fault.message, fault.meant)
        return
    yield ContentFault(path, _PLAIN_WORDS.get(detail["type"], _lowered(detail["msg"])))


def _problems(model: Any, data: MarkedData, detail: ErrorDetails) -> Iterator[PackProblem]:
    about_key = detail["type"] == "extra_forbidden" or "[key]" in detail["loc"]
    for fault in _faults(detail):
        yield data.problem(fault.path, fault.message, _suggestion(model, data, detail, fault), key=about_key)


def _suggestion(model: Any, data: MarkedData, detail: ErrorDetails, fault: ContentFault) -> str:
    written = _written(data.value, fault.path)
    if fault.meant:
        return did_you_mean(written, fault.meant)
    match detail["type"]:
        case "extra_forbidden":
            return _misspelt(model, data, fault.path)
        case "enum" | "literal_error":
            return did_you_mean(written, _members(_annotation(model, fault.path)))
        case "string_type" if isinstance(written, bool | int | float):
            return f'"{written}"' if not isinstance(written, bool) else f'"{str(written).lower()}"'
        case _:
            return ""


def _misspelt(model: Any, data: MarkedData, path: FieldPath) -> str:
    """The field that the unknown one at ``path`` may have been meant to be, of those not given yet."""
    around = _annotation(model, path[:-1])
    if not (isinstance(around, type) and issubclass(around, BaseModel)):
        return ""
    given = _written(data.value, path[:-1])
    taken = set(given) if isinstance(given, Mapping) else set()
    return did_you_mean(path[-1], [name for name in around.model_fields if name not in taken])


def _written(value: Any, path: FieldPath) -> Any:
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _annotation(annotation: Any, path: FieldPath) -> Any:
    """The type that is wanted at ``path`` inside ``annotation``; ``None`` where there is no such place."""
    annotation = _bare(annotation)
    for part in path:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            declared = annotation.model_fields.get(str(part))
            annotation = None if declared is None else declared.annotation
        else:
            inner = typing.get_args(annotation)
            annotation = (inner[1] if isinstance(part, str) and len(inner) > 1 else inner[0]) if inner else None
        annotation = _bare(annotation)
    return annotation


def _bare(annotation: Any) -> Any:
    """Without ``Annotated`` and ``None``."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        return _bare(next(part for part in typing.get_args(annotation) if part is not types.NoneType))
    return annotation


def _members(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return [str(member.value) for member in annotation]
    return [str(member) for member in typing.get_args(annotation)]


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]
