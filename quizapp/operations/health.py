"""Whether every part this installation is configured to have is there, read from what the parts wrote of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError

from quizapp.operations.models import PartBeat
from quizapp.runs.hosts import hosts_alive
from runner.protocol import queue_for

LATE_AFTER: Final = timedelta(seconds=15)
"""How far a part may be behind its next sign of life before it counts as missing."""


@dataclass(frozen=True)
class Health:
    """The parts by name, and for each what is wrong with it; an empty sentence is health."""

    parts: Mapping[str, str]

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(part for part, fault in self.parts.items() if fault)

    def to_dict(self) -> dict[str, Any]:
        return {
            "status": "missing" if self.missing else "ok",
            "missing": list(self.missing),
            "parts": {part: fault or "ok" for part, fault in self.parts.items()},
        }


def check(now: datetime, since: datetime | None = None) -> Health:
    """The health at ``now``; signs of life before ``since`` are those of an earlier start and do not count."""
    try:
        return Health({"database": "", **_beating(now, since), **_running(now, since)})
    except DatabaseError as error:
        return Health({"database": f"cannot be read ({type(error).__name__})"})


def _beating(now: datetime, since: datetime | None) -> dict[str, str]:
    beats = {beat.part: beat for beat in PartBeat.objects.all()}
    expected = [PartBeat.Part.SWEEPER]
    if settings.RUNNER != "none":
        expected.append(PartBeat.Part.REPORTS_WORKER)
    return {str(part): _fault(beats.get(part), now, since) for part in expected}


def _fault(beat: PartBeat | None, now: datetime, since: datetime | None) -> str:
    if beat is None or (since is not None and beat.beat_at < since):
        return "has not been seen"
    if now > beat.next_due_at + LATE_AFTER:
        return f"was last seen at {beat.beat_at:%Y-%m-%d %H:%M:%S} UTC"
    return ""


def _running(now: datetime, since: datetime | None) -> dict[str, str]:
    if settings.RUNNER == "none":
        return {}
    hosts = [host for host in hosts_alive(now) if since is None or host.heartbeat_at >= since]
    faults = {}
    for device in settings.RUNNER_DEVICES:
        here = [host for host in hosts if host.queue == queue_for(device)]
        if not here:
            fault = "has not been heard of in time"
        elif not any(host.selftest_passed for host in here):
            fault = "fails its self-test"
        else:
            fault = ""
        faults[f"runner_{device}"] = fault
    return faults
