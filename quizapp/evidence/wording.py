"""What runs found, in the reader's language: by message id where that was translated, in English otherwise."""

from __future__ import annotations

from typing import Final

from django.utils.translation import pgettext

from runner.explained import Sentence, Slip

SENTENCE: Final = "explanation"
SLIP: Final = "slip"
"""Contexts under which translations stand in a catalogue of messages: the message's id, the mutations' names."""


def said(sentence: Sentence) -> str:
    """The sentence, its values set into its translation."""
    translated = pgettext(SENTENCE, sentence.message)
    if translated == sentence.message:
        return sentence.text
    try:
        return translated.format_map(sentence.values)
    except (KeyError, ValueError, IndexError):
        return sentence.text  # the translation asks for values that this run did not give


def named(slip: Slip) -> str:
    """The slip in a sentence."""
    mutations = "+".join(slip.mutations)
    translated = pgettext(SLIP, mutations)
    return slip.sentence if translated == mutations else translated
