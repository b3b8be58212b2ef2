"""Formulas between dollar signs as MathML: no script, no fonts, and screen readers can say them."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any, Final

from latex2mathml.converter import convert

ELEMENTS: Final = frozenset(
    """math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts
    mprescripts mtable mtr mtd mpadded mphantom menclose""".split()  # noqa: SIM905  (reads better than quoted strings)
)
ATTRIBUTES: Final = {
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "separator", "accent", "movablelimits", "largeop", "lspace", "rspace"},
    "mi": {"mathvariant"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnalign"},
    "mover": {"accent"},
    "mspace": {"width"},
    "mfrac": {"linethickness"},
}


@lru_cache(maxsize=1024)
def formula(source: str, *, display: bool) -> str:
    """MathML for LaTeX; what is no LaTeX is shown as it was written, in the look of code."""
    try:
        mathml: str = convert(source, display="block" if display else "inline")
    except Exception:  # noqa: BLE001  (the library raises whatever it stumbles over, and authors mistype)
        return f"<code>{escape(source)}</code>"
    return mathml


def render(source: str, options: dict[str, Any]) -> str:
    """What the Markdown reader calls for each formula."""
    return formula(source.strip(), display=bool(options.get("display_mode")))
