"""Programs for a GPU: whose may run there, and whether the processor prints the same."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from quizapp.catalog.models import ItemRevision
from quizapp.evidence.errors import DeviceNotAvailable, NotForThisDevice, NotProvable
from quizapp.evidence.models import Evidence
from quizapp.runs.hosts import hosts_alive
from quizapp.runs.models import Program
from runner.comparison import normalise
from runner.protocol import queue_for

MAY_PROVE_ON_GPU = "catalog.prove_on_gpu"


def refusal(revision: ItemRevision, program: Program, now: datetime) -> NotProvable | None:
    """Why ``program``, which ``revision`` rests on, cannot be run on its device now; ``None`` on the processor.

    A GPU's driver is within reach of what runs there, so only people who are trusted with it send programs there, and
    only what they stand for: neither drafts nor what came with a pack.
    """
    if program.device == "cpu":
        return None
    about = {"revision": revision, "device": program.device}
    if revision.state not in (ItemRevision.State.REVIEW, ItemRevision.State.PUBLISHED):
        return NotForThisDevice(gettext("%(revision)s needs %(device)s: submit it for review first") % about)
    if revision.author is None or not revision.author.has_perm(MAY_PROVE_ON_GPU):
        return NotForThisDevice(gettext("%(revision)s needs %(device)s, and its author may not use that") % about)
    if not any(host.queue == queue_for(program.message().device) for host in hosts_alive(now)):
        said = gettext("%(revision)s needs %(device)s, which no runner offers: device not available")
        return DeviceNotAvailable(said % about)
    return None


def twin_on_processor(program: Program) -> Program | None:
    """The same code for the processor; ``None`` where ``program`` is that already."""
    if program.device == "cpu":
        return None
    return Program.of(program.message().model_copy(update={"device": "cpu"}))


def agrees_with_processor(revision: ItemRevision) -> bool | None:
    """Whether the newest evidence on both devices shows the same output; ``None`` where one of them is missing."""
    program = revision.program
    if program is None or program.device == "cpu":
        return None
    on_device, on_processor = (
        Evidence.objects.filter(
            expectation_digest=revision.proof_digest,
            program__source=program.source,
            program__runtime=program.runtime,
            program__device=device,
        ).first()
        for device in (program.device, "cpu")
    )
    if on_device is None or on_processor is None:
        return None
    return _shown(on_device) == _shown(on_processor)


def _shown(evidence: Evidence) -> tuple[str, str]:
    return evidence.verdict, normalise(evidence.output).text.strip()
