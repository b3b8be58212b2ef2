from __future__ import annotations

from quizapp.catalog.models import Mode
from quizapp.modes.sharing import result_text
from tests.factories import sittings
from tests.factories.content import RIGHT, WRONG
from tests.modes.conftest import Visitor, words


def test_text_tells_how_it_went_and_where() -> None:
    text = result_text(
        title="Adding up", mode="Challenge", right=[True, False], points=100, ms=65_000, address="https://x.test/"
    )

    assert text == "quizapp: Adding up - Challenge\n1 of 2 right, 100 points, 1:05\n✓ ✗\nhttps://x.test/"


def test_result_page_has_a_text_without_spoilers(ada: Visitor, challenge: Mode) -> None:
    sitting = ada.start(challenge)
    ada.solves_all()

    page = ada.see("sitting-result", sitting.public_id)

    shared = page[page.index('class="copy-text"') : page.index("data-copy-button", page.index('class="copy-text"'))]
    assert "5 of 5 right, 500 points" in words("<main>" + shared)
    assert "http://testserver/patterns/adding-up/challenge/" in shared
    for spoiler in ("What comes of", "Rationale", "Adding up, part", RIGHT, *WRONG):
        assert spoiler not in shared


def test_what_is_kept_back_is_not_shared(ada: Visitor, challenge: Mode) -> None:
    sittings.policy(mode=challenge, reveal="never", attempts=1)
    sitting = ada.start(challenge)
    ada.solves_all()

    assert "Share this result" not in ada.see("sitting-result", sitting.public_id)
