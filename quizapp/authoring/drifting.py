"""The pages of what drifted: the authors' queue, one difference with both outputs, and what can be decided about it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from quizapp.authoring.forms import DecisionForm
from quizapp.authoring.staff_requests import StaffRequest, permitted
from quizapp.catalog.models import ItemRevision
from quizapp.evidence import drift as drifts
from quizapp.evidence.classing import ALARMS
from quizapp.evidence.models import Drift, Evidence
from quizapp.evidence.side_by_side import where_key_holds
from quizapp.sittings import withdrawn
from quizapp.sittings.models import Policy

SETTLE = "evidence.settle_drift"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a diff and what became of it."""

    text: str
    tone: str
    """``gone``, ``come`` or ``same``."""


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A withdrawn revision in a window in which it is still asked."""

    policy: Policy
    revision: ItemRevision


def diff_lines(before: str, after: str) -> list[DiffLine]:
    """What has to be taken out of ``before`` and put in to make ``after``."""
    tones = {"- ": "gone", "+ ": "come", "  ": "same"}
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [DiffLine(line, tones[line[:2]]) for line in lines if line[:2] in tones]


@require_safe
@permitted("evidence.view_drift")
def show_drift(request: StaffRequest, drift_id: int) -> HttpResponse:
    drift = _drift(drift_id)
    revisions = list(drifts.revisions_of(drift).select_related("item"))
    before = drift.before
    context = {
        **admin.site.each_context(request),
        "title": gettext("What differs: %(what)s") % {"what": drift.get_difference_display()},
        "drift": drift,
        "revisions": revisions,
        "holds": where_key_holds(drift.after.program_id, drift.after.expectation_digest),
        "diff": diff_lines(_told(before) if before else "", _told(drift.after)),
        "windows": [ToDecide(policy, each) for each in revisions for policy in withdrawn.windows_to_decide(each)],
        "may_settle": drift.settled_at is None and drift.difference in ALARMS and request.user.has_perm(SETTLE),
    }
    return render(request, "admin/evidence/drift/page.html", context)


@require_POST
@permitted(SETTLE)
def put_back(request: StaffRequest, drift_id: int) -> HttpResponse:
    drift = _drift(drift_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Say why, so that others can follow."))
    else:
        number = drifts.put_back(drift, request.user, form.cleaned_data["reason"], timezone.now())
        messages.success(
            request, gettext("Learners get it again; revisions put back: %(number)d.") % {"number": number}
        )
    return redirect("admin:evidence_drift_change", drift_id)


@require_POST
@permitted(SETTLE)
def settle(request: StaffRequest, drift_id: int) -> HttpResponse:
    drift = _drift(drift_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Say why, so that others can follow."))
    else:
        drifts.settle(drift, request.user, f"stays out: {form.cleaned_data['reason']}", timezone.now())
        messages.success(request, gettext("Settled: it stays out until it has a new revision."))
    return redirect("admin:evidence_drift_change", drift_id)


@require_safe
@login_required
def to_decide(request: StaffRequest) -> HttpResponse:
    """Withdrawn questions in open windows, for the teachers of their groups and for reviewers."""
    revisions = ItemRevision.objects.filter(withdrawn_at__isnull=False, item__published=F("pk"))
    found = [
        ToDecide(policy, revision)
        for revision in revisions.select_related("item").order_by("withdrawn_at")
        for policy in withdrawn.windows_to_decide(revision)
        if withdrawn.may_decide(request.user, policy)
    ]
    return render(request, "authoring/to_decide.html", {"found": found})


@require_POST
@login_required
def decide(request: StaffRequest, policy_id: int, revision_id: int) -> HttpResponse:
    policy = get_object_or_404(Policy.objects.select_related("group"), pk=policy_id)
    revision = get_object_or_404(ItemRevision, pk=revision_id, withdrawn_at__isnull=False)
    if not withdrawn.may_decide(request.user, policy):
        raise PermissionDenied
    form = DecisionForm(request.POST)
    if policy not in withdrawn.windows_to_decide(revision):
        messages.info(request, gettext("That was decided already."))
    elif not form.is_valid():
        messages.error(request, gettext("Say why, so that others can follow."))
    else:
        drops = "drop" in request.POST
        withdrawn.decide(policy, revision, request.user, form.cleaned_data["reason"], timezone.now(), drops=drops)
        told = gettext("Dropped: it counts as full for everyone.") if drops else gettext("It stays as it is.")
        messages.success(request, told)
    return redirect("withdrawn-to-decide")


def _drift(drift_id: int) -> Drift:
    rows = Drift.objects.select_related("before__environment", "after__environment", "after__program", "settled_by")
    return get_object_or_404(rows, pk=drift_id)


def _told(evidence: Evidence) -> str:
    parts = [evidence.output.rstrip("\n")]
    if evidence.exception:
        parts.append(f"{evidence.exception}: {evidence.message}")
    return "\n".join([*filter(None, parts), *evidence.warnings])
