"""What runs found, in the reader's language: by message id where that was translated, in English otherwise."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext, pgettext

from runner.explained import Sentence, Slip
from runner.wording import WORDING

SLIP: Final = "slip"
"""Context under which a catalogue of translations has the names of mutations."""


def said(sentence: Sentence) -> str:
    """The sentence: its wording translated, and its values set into that."""
    wording = WORDING.get(sentence.message)
    translated = gettext(wording) if wording is not None else None
    if translated is None or translated == wording:
        return sentence.text
    try:
        text = translated.format_map(sentence.values)
    except (KeyError, ValueError, IndexError):
        return sentence.text  # the translation asks for values that this run did not give
    return text[:1].upper() + text[1:]


def named(slip: Slip) -> str:
    """The slip in a sentence."""
    mutations = "+".join(slip.mutations)
    translated = pgettext(SLIP, mutations)
    return slip.sentence if translated == mutations else translated
