"""What has to be done to the data before the processes start: tables, static files, shipped packs, their evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError
from django.db.models import Exists, OuterRef

from quizapp.catalog.applying import apply_packs
from quizapp.catalog.errors import PackInvalid
from quizapp.catalog.loading import read_pack
from quizapp.catalog.models import ItemRevision
from quizapp.evidence import gate, shipped
from quizapp.evidence.errors import ShippedEvidenceInvalid
from quizapp.evidence.standings import standings
from quizapp.operations.errors import CannotStart
from quizapp.runs.models import Run
from quizapp.search.indexing import fill

Tell = Callable[[str], None]


def collect_static() -> None:
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    except OSError as error:
        raise CannotStart(f"static files cannot be written to {settings.STATIC_ROOT}: {error.strerror}") from error


def migrate() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise CannotStart(f"the database cannot be used: {_first_line(error)}") from error


def load_shipped_packs(now: datetime, tell: Tell) -> None:
    """Apply every shipped pack with its evidence, and publish what may be: without a runner, on that evidence."""
    folders = shipped_packs()
    tell("loading shipped packs: " + ", ".join(folder.name for folder in folders))
    try:
        packs = [read_pack(folder) for folder in folders]
        apply_packs(packs, publish=True, author=None, now=now)
        for sentence in shipped.load_beside(packs, now):
            tell(sentence)
    except (PackInvalid, ShippedEvidenceInvalid) as error:
        raise CannotStart(f"shipped packs: {_first_line(error)}") from error
    gate.publish_ready(now)
    fill()


def shipped_packs() -> list[Path]:
    """The folders of the packs that come with the project."""
    return sorted(path.parent for path in settings.SHIPPED_PACKS.glob("*/pack.yaml"))


def end_leases(now: datetime) -> None:
    """Let runs that were with a runner be sent again at once, where no runner can be alive.

    A folder as broker belongs to this machine alone, and its processes died with the ``up`` before this one. A report
    that had been made all the same lies in the folder and counts if it is read first.
    """
    if settings.BROKER_URL.startswith("filesystem:"):
        Run.objects.filter(state=Run.State.SENT).update(lease_expires_at=now)


def held_back() -> list[str]:
    """What was meant for learners and may not be shown, each with the reason; without what is being proven."""
    being_proven = Run.objects.filter(
        state__in=Run.IN_FLIGHT, program=OuterRef("program"), expectation_digest=OuterRef("expectation_digest")
    )
    waiting = list(
        ItemRevision.objects.filter(publish_when_proven=True, item__retired_at__isnull=True)
        .exclude(Exists(being_proven))
        .select_related("item", "program")
        .order_by("item__slug", "number")
    )
    found = standings(waiting)
    return [f"{revision.item.slug}: {found[revision.pk].reason}" for revision in waiting]


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
