"""The pages on which a wrong key is corrected: the dry run, and how far a correction is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from quizapp.authoring.staff_requests import StaffRequest, permitted
from quizapp.catalog.keys import key_in_force
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.correcting import corrected_standing, prove_corrected
from quizapp.evidence.errors import NotProvable
from quizapp.regrade import correcting, preview
from quizapp.regrade.correcting import BY_PROOF
from quizapp.regrade.errors import CorrectionRefused, RegradeError
from quizapp.regrade.models import Change, Regrade
from quizapp.regrade.planning import Ruling

SHOWN = 200
"""Changes on the page of a correction; its CSV has all."""


class CorrectionForm(forms.Form):
    """What the key should be instead, and for whom it counts."""

    new_key = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=gettext_lazy("The right answer"))
    strict = forms.BooleanField(
        required=False,
        label=gettext_lazy("Strict: everybody gets what the new key says, also where that is less"),
    )
    reason = forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any, revision: ItemRevision) -> None:
        super().__init__(data)
        field = self.fields["new_key"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((choice.id, f"{choice.id}: {choice.shown}") for choice in revision.question.choices),
            ("", _("None: the question is void and counts as full for everybody")),
        ]


@require_safe
@permitted(BY_PROOF)
def show_correction(request: StaffRequest, revision_id: int) -> HttpResponse | StreamingHttpResponse:
    """Ask what the key should be; once that is said, what would change. Writes nothing."""
    revision = _revision(revision_id)
    asked = "new_key" in request.GET
    form = CorrectionForm(request.GET if asked else None, revision)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Correct the key of %(item)s") % {"item": revision.item.slug},
        "revision": revision,
        "key": key_in_force(revision),
        "form": form,
        "unfinished": Regrade.objects.unfinished().filter(revision=revision).first(),
    }
    if asked and form.is_valid():
        new_key, strict = form.cleaned_data["new_key"], form.cleaned_data["strict"]
        try:
            correcting.check(revision, new_key)
        except CorrectionRefused as refused:
            context["refused"] = str(refused)
        else:
            ruling = Ruling(revision=revision, key=new_key or None, strict=strict)
            if request.GET.get("format") == "csv":
                return _csv(preview.csv_lines(ruling), f"dry-run-{revision.item.slug}")
            standing = correcting.gate_for(revision, new_key)
            context |= {
                "found": preview.dry_run(ruling),
                "new_key": new_key,
                "strict": strict,
                "csv": f"?{request.GET.urlencode()}&format=csv",
                "standing": standing,
                "is_refused": standing is not None and correcting.is_refused(standing),
                "may_correct": request.user.has_perm(correcting.permission_for(revision, new_key)),
            }
    return render(request, "admin/regrade/correct.html", context)


@require_POST
@permitted(BY_PROOF)
def correct(request: StaffRequest, revision_id: int) -> HttpResponse:
    """Correct the key, at once or as soon as it is proven."""
    revision = _revision(revision_id)
    form = CorrectionForm(request.POST, revision)
    if not form.is_valid():
        messages.error(request, _("That is none of the choices."))
        return redirect("admin:catalog_itemrevision_correct", revision.pk)
    try:
        regrade = correcting.ask(revision, **form.cleaned_data, by=request.user, now=timezone.now())
    except RegradeError as refused:
        messages.error(request, str(refused))
        return redirect("admin:catalog_itemrevision_correct", revision.pk)
    return redirect("admin:regrade_regrade_change", regrade.pk)


@require_safe
@permitted(BY_PROOF)
def show_regrade(request: StaffRequest, regrade_id: int) -> HttpResponse:
    """How far a correction is, and what it changed for whom."""
    regrade = _regrade(regrade_id)
    problems = regrade.revision.problems
    counts = regrade.changes.aggregate(
        learners=Count("learner", distinct=True),
        kept=Count("pk", filter=Q(kept=True)),
        given=Count("pk", filter=Q(badge=Change.Badge.GIVEN)),
        taken=Count("pk", filter=Q(badge=Change.Badge.TAKEN)),
        all=Count("pk"),
    )
    waiting = regrade.state == Regrade.State.WAITING
    context = {
        **admin.site.each_context(request),
        "title": _("Correction of %(revision)s") % {"revision": regrade.revision},
        "regrade": regrade,
        "waiting": waiting,
        "standing": corrected_standing(regrade.revision, regrade.new_key) if waiting else None,
        "problems": problems.count(),
        "looked_at": problems.filter(pk__lte=regrade.reached).count(),
        "counts": counts,
        "rows": regrade.changes.select_related("learner", "problem__sitting")[:SHOWN],
    }
    return render(request, "admin/regrade/regrade.html", context)


@require_safe
@permitted(BY_PROOF)
def record(request: StaffRequest, regrade_id: int) -> StreamingHttpResponse:
    """Everything a correction changed, as CSV."""
    regrade = _regrade(regrade_id)
    return _csv(preview.csv_of_record(regrade), f"correction-{regrade.pk}")


@require_POST
@permitted(BY_PROOF)
def withdraw(request: StaffRequest, regrade_id: int) -> HttpResponse:
    """Take back a correction that is not in force."""
    regrade = _regrade(regrade_id)
    if correcting.withdraw(regrade, timezone.now()):
        messages.success(request, _("Withdrawn: nothing was changed."))
    else:
        messages.error(request, _("It is in force or settled already; another correction can follow it."))
    return redirect("admin:regrade_regrade_change", regrade.pk)


@require_POST
@permitted("catalog.prove_itemrevision")
def prove(request: StaffRequest, regrade_id: int) -> HttpResponse:
    """Have the new key tried once more."""
    regrade = _regrade(regrade_id)
    if regrade.state == Regrade.State.WAITING:
        try:
            runs = prove_corrected(regrade.revision, regrade.new_key, timezone.now())
        except NotProvable as refused:
            messages.error(request, str(refused))
        else:
            tried_by = ", ".join(str(run.pk) for run in runs)
            messages.success(request, _("Run %(run)s tries it.") % {"run": tried_by})
    return redirect("admin:regrade_regrade_change", regrade.pk)


def _csv(lines: Any, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _revision(revision_id: int) -> ItemRevision:
    questions = ItemRevision.objects.filter(item__type="question").select_related("item", "program")
    return get_object_or_404(questions, pk=revision_id)


def _regrade(regrade_id: int) -> Regrade:
    found = Regrade.objects.select_related("revision__item", "revision__program", "correction", "asked_by")
    return get_object_or_404(found, pk=regrade_id)
