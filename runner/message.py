"""The base of everything that crosses the border between web host and runner host: frozen, strict, bounded."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runner.errors import MessageInvalid

OUTPUT_LIMIT_CHARS: Final = 64 * 1024

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[._-][a-z0-9]+)*$", max_length=80)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, Field(max_length=OUTPUT_LIMIT_CHARS)]
ShortText = Annotated[str, Field(max_length=2000)]


def digest_of(value: Any) -> str:
    """SHA-256 in hex over the canonical JSON of ``value`` (sorted keys, no spaces, UTF-8)."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


class Message(BaseModel):
    """Base of everything that crosses the border: frozen, strict, no unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """Validate untrusted ``data``; raises ``MessageInvalid`` that names the field and the fault."""
        try:
            return cls.model_validate_json(json.dumps(data))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "message"
            raise MessageInvalid(f"{cls.__name__}: {where}: {first['msg']}") from error
        except (TypeError, ValueError, RecursionError) as error:
            raise MessageInvalid(f"{cls.__name__}: not JSON: {error}") from error

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, accepted unchanged by ``from_dict``."""
        data: dict[str, Any] = self.model_dump(mode="json")
        return data
