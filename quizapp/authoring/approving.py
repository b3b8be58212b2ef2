"""What runs found to explain a question, on its revision's page: asked for, read, and let through to learners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quizapp.authoring.staff_requests import StaffRequest, permitted
from quizapp.catalog.models import ItemRevision
from quizapp.evidence import approving, explaining
from quizapp.evidence.behind import found as found_of
from quizapp.evidence.doubting import unborne
from quizapp.evidence.errors import NotFound, NotProvable
from quizapp.evidence.explanations import Found
from quizapp.evidence.models import Explained
from quizapp.evidence.unified_diff import DiffLine, lines_of
from quizapp.evidence.vetting import digest, digest_beside
from quizapp.evidence.wording import named, said
from quizapp.runs.models import Run
from runner.explained import Slip

MAY_APPROVE: Final = "evidence.change_approved"


@dataclass(frozen=True)
class SlipRow:
    """A slip with the choice that it prints; an empty one where no choice lists it."""

    digest: str
    choice: str
    sentence: str
    mutations: str
    diff: tuple[DiffLine, ...]
    output: str
    exception: str
    approved: bool


@dataclass(frozen=True)
class ExplainedPanel:
    """Everything an author reads and decides of what the newest run found."""

    row: Explained
    steps: tuple[str, ...]
    """The run's explanation; empty where there is none."""
    final_answer: str
    quick_check: str
    explanation_digest: str
    accepted: bool
    beside_digest: str
    beside: bool
    """Learners read it after the author's own."""
    no_explanation: str
    slips: tuple[SlipRow, ...]
    unreached: tuple[str, ...]
    mutants_run: int
    unborne: tuple[tuple[str, tuple[str, ...]], ...]
    """Texts of the author's own explanation, each with the numbers that no step of the run holds."""
    doubts: tuple[str, ...]
    """Numbers that the run before bore out and this one does not."""


def panel_of(revision: ItemRevision) -> ExplainedPanel | None:
    """None where no run has explained ``revision`` yet."""
    found = found_of(revision)
    if found is None:
        return None
    row = Explained.objects.select_related("environment").defer("trace").get(pk=found.row_id)
    content, explanation = found.content, found.content.explanation
    return ExplainedPanel(
        row=row,
        steps=tuple(map(said, explanation.steps)) if explanation else (),
        final_answer=said(explanation.final_answer) if explanation else "",
        quick_check=said(explanation.quick_check) if explanation else "",
        explanation_digest=digest(explanation) if explanation else "",
        accepted=found.accepted is not None,
        beside_digest=digest_beside(explanation) if explanation else "",
        beside=found.beside is not None,
        no_explanation=content.no_explanation,
        slips=(
            *(_slip_row(found, each.slip, each.choice) for each in content.distractors),
            *(_slip_row(found, each, "") for each in content.proposals),
        ),
        unreached=content.unreached,
        mutants_run=content.mutants_run,
        unborne=unborne(revision.question, found.trace) if found.trace is not None else (),
        doubts=tuple(row.doubts.get(str(revision.pk), ())),
    )


@require_POST
@permitted("catalog.prove_itemrevision")
def explain(request: StaffRequest, revision_id: int) -> HttpResponse:
    try:
        run = explaining.explain(_revision(revision_id), Run.Priority.PROVE, timezone.now())
    except NotProvable as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Run %(run)s will explain it; what it finds will stand here.") % {"run": run.pk})
    return redirect("admin:catalog_itemrevision_change", revision_id)


@require_POST
@permitted(MAY_APPROVE)
def accept(request: StaffRequest, revision_id: int) -> HttpResponse:
    """Learners read the run's explanation in place of the author's own, after it, or the author's own alone."""
    revision = _revision(revision_id)
    wanted = request.POST.get("digest", "")
    if "withdraw" in request.POST:
        approving.withdraw(revision, wanted)
        messages.success(request, _("Learners read your own explanation."))
    elif _approved(request, revision, {wanted}):
        messages.success(request, _("Learners read what the run shows."))
    return redirect("admin:catalog_itemrevision_change", revision_id)


@require_POST
@permitted(MAY_APPROVE)
def approve(request: StaffRequest, revision_id: int) -> HttpResponse:
    """Learners may see the slips that are ticked, and no other."""
    revision = _revision(revision_id)
    ticked = set(request.POST.getlist("digest"))
    panel = panel_of(revision)
    if panel is not None and _approved(request, revision, ticked):
        for slip in panel.slips:
            if slip.approved and slip.digest not in ticked:
                approving.withdraw(revision, slip.digest)
        messages.success(request, _("Learners see what is ticked."))
    return redirect("admin:catalog_itemrevision_change", revision_id)


def _approved(request: StaffRequest, revision: ItemRevision, digests: set[str]) -> bool:
    try:
        approving.approve(revision, digests, request.user)
    except NotFound:
        messages.error(request, _("A later run found something else. Please read it again."))
        return False
    return True


def _slip_row(found: Found, slip: Slip, choice: str) -> SlipRow:
    own = digest(slip)
    return SlipRow(
        digest=own,
        choice=choice,
        sentence=named(slip),
        mutations=", ".join(slip.mutations),
        diff=lines_of(slip.diff),
        output=slip.output,
        exception=slip.exception,
        approved=own in found.approved,
    )


def _revision(revision_id: int) -> ItemRevision:
    return get_object_or_404(ItemRevision.objects.select_related("item", "program", "author"), pk=revision_id)
