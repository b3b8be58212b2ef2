"""What runs found, in the reader's language: by message id where that was translated, in English otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext, gettext_lazy, pgettext

from quizapp.evidence.holding import Held, How
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


_HELD: Final = {
    How.HOLDS: gettext_lazy("holds for %(versions)s"),
    How.BOTH: gettext_lazy("holds and differs for %(versions)s"),
    How.DIFFERS: gettext_lazy("differs on %(versions)s"),
    How.UNSTABLE: gettext_lazy("is chance on %(versions)s"),
    How.OPEN: gettext_lazy("undecided on %(versions)s"),
}


def held(found: Iterable[Held]) -> str:
    """Such as ``holds for torch 2.11 to 2.13, CPU; differs on 2.9``; empty where nothing was found."""
    return "; ".join(str(_HELD[each.how]) % {"versions": _versions(each)} for each in found)


def _versions(each: Held) -> str:
    ranges = [_range(*ends) for ends in each.ranges]
    if len(ranges) > 1:
        ranges = [gettext("%(others)s and %(last)s") % {"others": ", ".join(ranges[:-1]), "last": ranges[-1]}]
    return f"{each.leading} {ranges[0]}, {each.device.upper()}" if each.is_first else ranges[0]


def _range(first: str, last: str) -> str:
    return first if first == last else gettext("%(first)s to %(last)s") % {"first": first, "last": last}
