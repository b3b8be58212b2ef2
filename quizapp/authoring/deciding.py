"""The page of a revision, where it is proven and published."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from quizapp.authoring.approving import MAY_APPROVE, panel_of
from quizapp.authoring.first_answers import first_answers
from quizapp.authoring.staff_requests import StaffRequest, permitted
from quizapp.catalog.keys import key_in_force
from quizapp.catalog.models import ItemRevision
from quizapp.evidence import gate, proving
from quizapp.evidence.devices import agrees_with_processor
from quizapp.evidence.errors import NotProvable, NotPublishable
from quizapp.evidence.models import Evidence
from quizapp.evidence.side_by_side import where_key_holds
from quizapp.runs.models import Run

RUNS_SHOWN = 10


@require_safe
@permitted("catalog.view_itemrevision")
def show_revision(request: StaffRequest, revision_id: int) -> HttpResponse:
    revision = _revision(revision_id)
    standing = gate.standing(revision)
    about = {"program": revision.program, "expectation_digest": revision.proof_digest}
    is_open = revision.state in (ItemRevision.State.DRAFT, ItemRevision.State.REVIEW)
    key = key_in_force(revision) if revision.body.type == "question" else None
    context = {
        **admin.site.each_context(request),
        "title": gettext("%(item)s, revision %(number)s") % {"item": revision.item.slug, "number": revision.number},
        "revision": revision,
        "key": key,
        "first_answers": first_answers(revision, key) if key is not None else None,
        "standing": standing,
        "evidence": Evidence.objects.filter(**about).select_related("environment") if revision.program else [],
        "runs": Run.objects.filter(**about).order_by("-created_at")[:RUNS_SHOWN] if revision.program else [],
        "holds": where_key_holds(revision.program_id, revision.proof_digest) if revision.program_id else "",
        "panel": panel_of(revision) if revision.program else None,
        "may_approve": request.user.has_perm(MAY_APPROVE),
        "others": revision.item.revisions.exclude(pk=revision.pk),
        "corrections": revision.regrades.all(),
        "may_correct": revision.body.type == "question"
        and revision.published_at is not None
        and request.user.has_perm("catalog.publish_itemrevision"),
        "may_edit": request.user.has_perm("catalog.add_itemrevision"),
        "may_prove": revision.program is not None
        and not revision.lost_its_key
        and settings.RUNNER != "none"
        and request.user.has_perm("catalog.prove_itemrevision"),
        "agrees_with_processor": agrees_with_processor(revision),
        "may_submit": revision.state == ItemRevision.State.DRAFT and request.user.has_perm("catalog.add_itemrevision"),
        "may_publish": standing.publishable and is_open and request.user.has_perm("catalog.publish_itemrevision"),
        "may_give_word": not standing.publishable
        and not standing.contradicted
        and not standing.incomplete
        and is_open
        and request.user.has_perm("catalog.publish_on_word_itemrevision"),
    }
    return render(request, "admin/catalog/itemrevision/page.html", context)


@require_POST
@permitted("catalog.prove_itemrevision")
def prove(request: StaffRequest, revision_id: int) -> HttpResponse:
    revision = _revision(revision_id)
    try:
        run = proving.prove(revision, Run.Priority.PROVE, timezone.now())
    except NotProvable as refused:
        messages.error(request, str(refused))
    else:
        said = gettext("Run %(run)s is %(state)s; its verdict will stand here.")
        messages.success(request, said % {"run": run.pk, "state": run.get_state_display()})
    return redirect("admin:catalog_itemrevision_change", revision.pk)


@require_POST
@permitted("catalog.add_itemrevision")
def submit(request: StaffRequest, revision_id: int) -> HttpResponse:
    """Put a draft before the reviewers; what is no draft any more stays where it is."""
    submitted = ItemRevision.objects.filter(pk=_revision(revision_id).pk, state=ItemRevision.State.DRAFT)
    if submitted.update(state=ItemRevision.State.REVIEW):
        messages.success(request, gettext("It is submitted for review."))
    return redirect("admin:catalog_itemrevision_change", revision_id)


@require_POST
@permitted("catalog.publish_itemrevision")
def publish(request: StaffRequest, revision_id: int) -> HttpResponse:
    revision = _revision(revision_id)
    try:
        gate.publish(revision, timezone.now())
    except NotPublishable as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("%(revision)s is published.") % {"revision": revision})
    return redirect("admin:catalog_itemrevision_change", revision.pk)


@require_POST
@permitted("catalog.publish_on_word_itemrevision")
def publish_on_word(request: StaffRequest, revision_id: int) -> HttpResponse:
    revision = _revision(revision_id)
    try:
        gate.publish_on_word(revision, request.user, request.POST.get("reason", ""), timezone.now())
    except NotPublishable as refused:
        messages.error(request, str(refused))
    else:
        said = gettext("%(revision)s is published on your word; learners are told so.")
        messages.success(request, said % {"revision": revision})
    return redirect("admin:catalog_itemrevision_change", revision.pk)


def _revision(revision_id: int) -> ItemRevision:
    return get_object_or_404(
        ItemRevision.objects.select_related("item", "program", "author", "word_by"), pk=revision_id
    )
