from __future__ import annotations

import pytest

from quizapp.evidence import wording
from runner.wording import WORDING
from tests.factories.explanations import sentence, slip

PRINTS = sentence("It prints `8`.", 1, message="prints", output="`8`")
SLIP = slip("print(1)\n", "print(2)\n", "2")


@pytest.fixture
def in_german(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A catalogue of translations, by what it is asked for."""
    catalogue: dict[str, str] = {}
    monkeypatch.setattr(wording, "gettext", lambda text: catalogue.get(text, text))
    monkeypatch.setattr(wording, "pgettext", lambda _context, text: catalogue.get(text, text))
    return catalogue


def test_without_a_translation_the_english_is_said() -> None:
    assert wording.said(PRINTS) == "It prints `8`."
    assert wording.named(SLIP) == SLIP.sentence


def test_a_translation_takes_the_values(in_german: dict[str, str]) -> None:
    in_german[WORDING["prints"]] = "ausgegeben wird {output}."
    in_german["wrong-number"] = "Eine andere Zahl wurde addiert."
    assert wording.said(PRINTS) == "Ausgegeben wird `8`."
    assert wording.named(SLIP) == "Eine andere Zahl wurde addiert."


@pytest.mark.parametrize("translation", ["{more}", "{0}", "{output"])
def test_a_translation_that_does_not_fit_gives_way_to_the_english(in_german: dict[str, str], translation: str) -> None:
    in_german[WORDING["prints"]] = translation
    assert wording.said(PRINTS) == "It prints `8`."


def test_a_message_that_the_site_does_not_know_is_said_in_english() -> None:
    assert wording.said(PRINTS.model_copy(update={"message": "from-a-later-runner"})) == "It prints `8`."
