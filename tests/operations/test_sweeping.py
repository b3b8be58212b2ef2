from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from quizapp.operations import sweeping
from quizapp.operations.models import PartBeat
from quizapp.runs.models import Run
from tests.evidence.builders import draft, judged
from tests.runs.builders import after, environment, host_is_up

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def broken(now: datetime) -> None:
    raise RuntimeError(f"broken at {now:%H}")


@pytest.fixture
def breaks_first(monkeypatch: pytest.MonkeyPatch) -> None:
    duties: tuple[tuple[str, Callable[[datetime], object]], ...] = (("do what is broken", broken), *sweeping.DUTIES)
    monkeypatch.setattr(sweeping, "DUTIES", duties)


def test_a_tick_says_that_the_sweeper_is_there() -> None:
    assert sweeping.tick(NOW) == ()
    assert PartBeat.objects.get(part=PartBeat.Part.SWEEPER).beat_at == NOW


@pytest.mark.usefixtures("breaks_first")
def test_a_duty_that_fails_is_logged_and_the_next_is_done(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert sweeping.tick(NOW) == ("do what is broken",)
    assert "could not do what is broken" in caplog.text
    assert "broken at 12" in caplog.text
    assert PartBeat.objects.filter(beat_at=NOW).exists()


def test_proofs_are_not_asked_for_before_a_runner_is_heard_of() -> None:
    watch = sweeping.ProofWatch()
    watch.look(NOW)
    assert watch.asked is None


def test_what_could_not_be_decided_is_asked_again_at_the_start_only() -> None:
    host_is_up()
    judged(draft(when_proven=True), "inconclusive")
    watch = sweeping.ProofWatch()
    watch.look(after(1))
    assert watch.asked == 1
    Run.objects.update(state=Run.State.RECORDED)
    host_is_up(after(2), environments=[environment().to_dict(), environment(runtime="pytorch").to_dict()])
    watch.look(after(3))
    assert watch.asked == 0


def test_one_tick_can_be_had_as_a_command() -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("sweep", once=True)
    assert ended.value.code == 0
    assert PartBeat.objects.exists()
