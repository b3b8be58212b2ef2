"""When two names look alike: the key by which names are compared.

Only letters and digits count, without case, marks or width, and a letter of another script that is drawn like a
Latin one counts as that one. The table holds the likenesses that a single name can be written in; it is not all of
Unicode's.
"""

from __future__ import annotations

import unicodedata

_DRAWN_LIKE = str.maketrans(
    {
        **dict(zip("авезкмнорстухіјѕьԁһӏԛԝпг", "abe3kmhopctyxijsbdhlqwnr", strict=True)),  # Cyrillic
        **dict(zip("αβεζηικνορτυχγ", "abezhiknoptyxy", strict=True)),  # Greek
        **dict(zip("օսոհյց", "ounhjg", strict=True)),  # Armenian
        **dict(zip("ıɩɑɡøłđħŧ", "iiagoldht", strict=True)),  # Latin with strokes that are no marks
    }
)
"""Small letters, each as its small or its capital form is drawn, whichever is the closer."""

_SAME_STROKE = str.maketrans({"0": "o", "1": "l", "i": "l"})
_SAME_PAIR = (("rn", "m"), ("vv", "w"))


def likeness(name: str) -> str:
    """Equal for names that people would take for one another; empty where a name has no letter and no digit."""
    small = unicodedata.normalize("NFKC", name).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", small) if not _is_mark(c))
    drawn = unicodedata.normalize("NFC", bare).translate(_DRAWN_LIKE)
    signs = "".join(_digit(c) for c in drawn if c.isalnum()).translate(_SAME_STROKE)
    for pair, single in _SAME_PAIR:
        signs = signs.replace(pair, single)
    return signs


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _digit(character: str) -> str:
    """A decimal digit of any script as ASCII's."""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
