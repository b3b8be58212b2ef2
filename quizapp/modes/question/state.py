"""How far somebody has come with a question by itself: carried, signed, by the form, so that no session is needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

from django.core import signing

SALT: Final = "quizapp.modes.question"
MAX_AGE: Final = 7 * 24 * 60 * 60
"""Seconds after which a form is too old; the question then begins anew."""


@dataclass(frozen=True)
class State:
    """What was shown and what was tried."""

    revision: int
    """Primary key of what the question said when it was shown."""
    seed: int
    """Decides the order of the choices."""
    tried: tuple[str, ...] = ()
    hint: bool = False
    told: bool = False
    """The solution was asked for."""

    def signed(self) -> str:
        return signing.dumps([self.revision, self.seed, list(self.tried), self.hint, self.told], salt=SALT)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """What a form carries; None where it is not ours, or too old."""
        try:
            revision, seed, tried, hint, told = signing.loads(text, salt=SALT, max_age=MAX_AGE)
        except signing.BadSignature:
            return None
        return cls(revision, seed, tuple(tried), hint, told)

    def after(self, step: str, choice: str) -> State:
        """The state after what the form asks for: ``hint``, ``tell``, or else an answer, if one was chosen."""
        if step == "hint":
            return replace(self, hint=True)
        if step == "tell":
            return replace(self, told=True)
        if not choice or choice in self.tried:
            return self
        return replace(self, tried=(*self.tried, choice))
