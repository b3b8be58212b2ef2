"""How many points an answer earns: fewer with each wrong attempt and with the hint; time never costs points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Rule:
    """The numbers of the rule, for the engine and for the page that states it."""

    full: int = 100
    """Points for a problem solved at the first attempt without the hint."""
    hint_percent: int = 20
    """What the hint costs, in percent of the full points."""
    attempt_divisor: int = 2
    """Each wrong attempt divides what is left by this."""

    def points(self, *, wrong: int, hint: bool) -> int:
        """Points for a problem solved after ``wrong`` wrong attempts."""
        if wrong < 0:
            raise ValueError(f"a problem cannot have {wrong} wrong attempts")
        start = self.full * (100 - self.hint_percent) // 100 if hint else self.full
        return int(start // self.attempt_divisor**wrong)


RULE: Final = Rule()
