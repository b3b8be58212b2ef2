"""The weights that can be had by name: where they are published, and the digest their publisher gives."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runner.errors import WeightsUnavailable

_LIST: Final = Path(__file__).with_name("known.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """One file of weights."""

    name: str
    url: str
    algorithm: str
    digest: str
    """In hex, or its beginning where the publisher gives no more."""
    mib: float

    @property
    def file(self) -> str:
        """Its name on the server, by which snippets find it."""
        return self.url.rpartition("/")[2]


def known() -> dict[str, Weights]:
    """Every known file of weights, by name."""
    found = {}
    for name, data in json.loads(_LIST.read_text(encoding="utf-8")).items():
        algorithm, _, digest = data["digest"].partition(":")
        found[name] = Weights(name, data["url"], algorithm, digest, data["mib"])
    return found


def named(name: str) -> Weights:
    """The weights of that name; raises ``WeightsUnavailable`` with names like it."""
    everything = known()
    if name not in everything:
        lower = {each.lower(): each for each in everything}
        like = difflib.get_close_matches(
            name.lower(), [each.partition("_weights")[0] for each in lower], n=1, cutoff=0.4
        )
        near = [each for key, each in lower.items() if like and key.startswith(like[0])][:3]
        raise WeightsUnavailable(f"no weights {name!r} are known{'; near it: ' + ', '.join(near) if near else ''}")
    return everything[name]
