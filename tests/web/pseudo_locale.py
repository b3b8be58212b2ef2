"""A language made up while a test runs, and what on a page did not come out of it.

Each message comes back in accented letters between ⟦ and ⟧, what is set into it between ⟨ and ⟩. So a plain letter
outside of ⟦ ⟧, or inside of ⟨ ⟩, is content or was left out of gettext.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from gettext import NullTranslations
from html.parser import HTMLParser
from typing import Any, Final

from django.utils.translation import trans_real

_PLAIN: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ACCENTED: Final = str.maketrans(_PLAIN, "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž")
_TAG: Final = re.compile(r"(<[^>]*>|&#?\w+;)")
_PLACEHOLDER: Final = re.compile(r"(%\(\w+\)[sdif]|%[sdif]|\{\w*\})")
_CONTEXT: Final = "\x04"

MARKS: Final = re.compile("[⟦⟧⟨⟩]")


def pseudo(message: str) -> str:
    """``message`` in the made-up language; tags, entities and placeholders stay what they are."""
    told = []
    for at, part in enumerate(_TAG.split(message.rpartition(_CONTEXT)[2])):
        if at % 2:
            told.append(part)
            continue
        for place, text in enumerate(_PLACEHOLDER.split(part)):
            told.append(f"⟨{text}⟩" if place % 2 else text.translate(_ACCENTED))
    return f"⟦{''.join(told)}⟧"


class PseudoTranslations(NullTranslations):
    """Translates whatever it is asked, with the plurals of English."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def to_language(self) -> str:
        return self.language

    def gettext(self, message: str) -> str:
        return pseudo(message) if message else ""

    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Every translation is the made-up one, for a site that believes to speak ``language``."""
    made_up = PseudoTranslations(language)
    real: Any = trans_real
    before = real.translation, real._default, getattr(real._active, "value", None)
    real.translation = lambda _: made_up
    real._default = real._active.value = made_up
    try:
        yield
    finally:
        real.translation, real._default = before[:2]
        del real._active.value
        if before[2] is not None:
            real._active.value = before[2]


@dataclass(frozen=True)
class Said:
    """Something that a page says."""

    text: str
    where: str
    """The element, with the attribute if it is one."""


NOT_IN_WORDS: Final = frozenset({"script", "style", "pre", "code", "samp", "kbd", "math", "textarea"})
"""Elements that hold code, what programs print, what a key is called, formulas, and what people type."""
VOID: Final = frozenset({"meta", "link", "input", "img", "br", "hr", "col", "source", "wbr"})
SAID_ALOUD: Final = frozenset({"title", "label", "placeholder", "aria-label", "alt", "aria-description"})
GIVEN_TO_SCRIPTS: Final = frozenset({"data-says", "data-copied", "data-refused", "data-open"})
"""What a script puts on the page later."""
BUTTONS: Final = frozenset({"submit", "button", "reset"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[Said] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.said += [
            Said(value, f"{tag}[{name}]") for name, value in given.items() if name in SAID_ALOUD | GIVEN_TO_SCRIPTS
        ]
        if tag == "input" and given.get("type") in BUTTONS:
            self.said.append(Said(given.get("value", ""), "input[value]"))
        if tag == "meta" and given.get("name") == "description":
            self.said.append(Said(given["content"], "meta[content]"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not NOT_IN_WORDS & set(self.open):
            self.said.append(Said(data, self.open[-1] if self.open else ""))


def said_by(page: str) -> list[Said]:
    """Every text of a page that somebody reads or hears."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.said


class Content:
    """The texts that are no part of the interface."""

    def __init__(self, texts: Collection[str]) -> None:
        self._texts = {_even(text) for text in texts}

    def holds(self, text: str) -> bool:
        """Whether ``text`` is one of them, cut short perhaps, or several with signs between."""
        even = _even(text)
        if not _LETTER.search(even) or even in self._texts:
            return True
        if text.rstrip().endswith("…") and any(each.startswith(even) for each in self._texts):
            return True
        parts = [part for part in _BETWEEN.split(text) if _even(part) != even]
        return bool(parts) and all(self.holds(part) for part in parts)


_LETTER: Final = re.compile(r"[A-Za-z]")
_BETWEEN: Final = re.compile(r" - | \| |[,;:/()\n]+\s*|\s›\s")


def _even(text: str) -> str:
    """Without what surrounds a text or is lost when it is shown."""
    return " ".join(text.split()).strip(" .,:;|()/+-…›»«•·×−\"'“”")


def left_out(page: str, content: Content) -> list[Said]:
    """What of ``page`` came neither out of gettext nor from what people wrote."""
    missed = []
    for said in said_by(page):
        # An attribute or a node may hold any part of a message: the marks alone tell what was translated.
        missed += [
            Said(" ".join(part.split()), said.where) for part in MARKS.split(said.text) if not content.holds(part)
        ]
    return missed
