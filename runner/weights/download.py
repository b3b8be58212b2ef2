"""Fetches one file of weights: continues where an earlier try ended, and keeps nothing whose digest is wrong."""

from __future__ import annotations

import hashlib
import http.client
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

from runner.errors import WeightsUnavailable
from runner.weights.known import Weights

_CHUNK: Final = 1 << 20
TIMEOUT_S: Final = 30.0


def pull(weights: Weights, folder: Path, *, url: str = "", advance: Callable[[int], None] = lambda _: None) -> Path:
    """Have ``weights`` in ``folder``; ``url`` is another place of the same file. ``advance`` hears of bytes.

    Raises ``WeightsUnavailable``. An interrupted file is kept beside the place it will have and continued next time.
    """
    target = folder / weights.file
    if target.exists():
        if not _is_right(target, weights):
            raise WeightsUnavailable(f"{target} is not what was published: remove it, then pull again")
        return target
    folder.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        _fetch(url or weights.url, part, advance)
    except (OSError, http.client.HTTPException) as error:
        raise WeightsUnavailable(f"{weights.name}: {url or weights.url}: {error}") from error
    if not _is_right(part, weights):
        part.unlink()
        raise WeightsUnavailable(
            f"{weights.name}: what was sent has not the digest {weights.algorithm} {weights.digest}"
        )
    part.chmod(0o644)
    os.replace(part, target)
    return target


def _fetch(url: str, part: Path, advance: Callable[[int], None]) -> None:
    have = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    if not url.startswith(("https://", "http://")):
        raise OSError("only http and https are spoken")
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=TIMEOUT_S)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            return  # all of it is there already; its digest will tell
        raise
    with answer:
        continued = answer.status == http.client.PARTIAL_CONTENT
        advance(have if continued else 0)
        expected = answer.headers.get("Content-Length")
        received = 0
        with part.open("ab" if continued else "wb") as file:
            while chunk := answer.read(_CHUNK):
                file.write(chunk)
                received += len(chunk)
                advance(len(chunk))
    if expected is not None and received != int(expected):
        raise OSError(f"the server stopped after {received} of {expected} bytes; pull again to continue")


def _is_right(path: Path, weights: Weights) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, weights.algorithm).hexdigest().startswith(weights.digest)
