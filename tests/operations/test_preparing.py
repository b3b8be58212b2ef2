from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from quizapp.accounts.models import User
from quizapp.catalog.models import Item, ItemRevision
from quizapp.evidence.proving import prove
from quizapp.operations import preparing
from quizapp.operations.errors import CannotStart
from quizapp.operations.first_admin import make_first_admin
from quizapp.operations.models import PartBeat
from quizapp.runs.models import Program, Run
from quizapp.runs.requesting import request_run
from runner.protocol import Program as ProgramMessage

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def load() -> list[str]:
    told: list[str] = []
    preparing.load_shipped_packs(NOW, told.append)
    return told


def test_prose_is_published_at_once_and_what_is_executed_waits_for_its_proof() -> None:
    load()
    published = ItemRevision.objects.filter(state=ItemRevision.State.PUBLISHED)
    assert published.exists()
    assert not published.filter(program__isnull=False).exists()
    waiting = ItemRevision.objects.filter(publish_when_proven=True)
    assert waiting.count() >= 6
    assert {line.split(":")[0] for line in preparing.held_back()} == {each.item.slug for each in waiting}


def test_what_is_being_proven_is_not_called_held_back() -> None:
    load()
    held = preparing.held_back()
    revision = ItemRevision.objects.get(item__slug=held[0].split(":")[0])
    prove(revision, Run.Priority.START, NOW)
    assert preparing.held_back() == held[1:]


def test_loading_twice_changes_nothing() -> None:
    load()
    before = ItemRevision.objects.count(), Item.objects.count()
    load()
    assert (ItemRevision.objects.count(), Item.objects.count()) == before


def test_a_broken_pack_stops_the_start_with_its_place_and_loads_nothing(settings: Settings, tmp_path: Path) -> None:
    pack = tmp_path / "broken"
    (pack / "pattern").mkdir(parents=True)
    (pack / "pack.yaml").write_text("slug: broken\ntitel: Broken\n")
    settings.SHIPPED_PACKS = tmp_path
    with pytest.raises(CannotStart, match=r"pack\.yaml:\d+:\d+"):
        load()
    assert not Item.objects.exists()


def test_a_run_that_was_with_a_dead_runner_is_due_at_once_where_the_broker_is_a_folder(settings: Settings) -> None:
    program = Program.of(ProgramMessage(source="print(1)", runtime="python"))
    run = request_run(program, None, Run.Priority.PROVE, NOW)
    Run.objects.update(state=Run.State.SENT, attempt=1, lease_expires_at=NOW + timedelta(minutes=4))
    settings.BROKER_URL = "redis://broker"
    preparing.end_leases(NOW)
    run.refresh_from_db()
    assert run.lease_expires_at == NOW + timedelta(minutes=4)
    settings.BROKER_URL = "filesystem:///broker"
    preparing.end_leases(NOW)
    run.refresh_from_db()
    assert run.lease_expires_at == NOW


def test_the_first_administrator_can_sign_in_and_is_made_once() -> None:
    made = make_first_admin()
    assert made
    user = User.objects.get(username=made.name)
    assert user.is_superuser
    assert user.check_password(made.password)
    assert make_first_admin() is None


def test_an_administrator_takes_nobodys_name() -> None:
    User.objects.create_user(username="admin")
    made = make_first_admin()
    assert made
    assert made.name.startswith("admin-")
    assert not User.objects.get(username="admin").is_superuser


def test_prepare_can_be_had_as_a_command() -> None:
    call_command("prepare", stdout=io.StringIO())
    assert Item.objects.exists()


def test_one_part_can_be_asked_for() -> None:
    PartBeat.say(PartBeat.Part.SWEEPER, timedelta(seconds=1), datetime.now(UTC))
    call_command("alive", "sweeper")
    with pytest.raises(CommandError, match="reports_worker has not been seen"):
        call_command("alive", "reports_worker")
    with pytest.raises(CommandError, match="no part of this installation"):
        call_command("alive", "engine")


def test_shipped_packs_are_those_with_a_pack_file(settings: Settings) -> None:
    folders = preparing.shipped_packs()
    assert {folder.name for folder in folders} == {
        path.parent.name for path in settings.SHIPPED_PACKS.glob("*/pack.yaml")
    }
    assert folders == sorted(folders)
