"""The page on which an item's content is edited; saving never changes a revision, it makes a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from quizapp.authoring.editors import editor_of
from quizapp.authoring.explained_content import with_choice, with_explanation
from quizapp.authoring.staff_requests import StaffRequest, permitted
from quizapp.catalog.body import Body
from quizapp.catalog.content import Question
from quizapp.catalog.models import Item, ItemRevision
from quizapp.catalog.revising import save_revision
from quizapp.evidence import gate, proving
from quizapp.evidence.behind import found as found_of
from quizapp.evidence.errors import NotProvable
from quizapp.evidence.vetting import digest
from quizapp.runs.models import Run


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("catalog.add_itemrevision")
def edit_content(request: StaffRequest, item_id: int) -> HttpResponse:
    item = get_object_or_404(Item.objects.select_related("pattern"), pk=item_id)
    newest = item.revisions.order_by("-number").first()
    posted = request.POST if request.method == "POST" else None
    editor = editor_of(item.type, posted, _filled_from(newest, request.GET) if newest is not None else None)
    # Forms are checked before anything else is, so that a refusal shows all there is to put right.
    content = editor.content() if posted is not None else None
    overtaken = posted is not None and _based_on(posted) != (newest.number if newest is not None else 0)
    if content is not None and not overtaken:
        now = timezone.now()
        publishes = _publishes(request)
        revision = save_revision(item, content, request.user, now, publishes)
        messages.success(request, _what_was_saved(revision, newest))
        if publishes and revision.publish_when_proven:
            _on_its_way(request, revision, now)
        return redirect("admin:catalog_itemrevision_change", revision.pk)
    context = _context(request, item, newest) | {
        "editor": editor,
        "overtaken": overtaken,
        "based_on": _based_on(posted) if posted is not None else newest.number if newest is not None else 0,
    }
    return render(request, editor.template, context, status=200 if posted is None else 422)


def _filled_from(newest: ItemRevision, asked: QueryDict) -> Body:
    """What the newest revision says; with the run's explanation, or one choice more, where that was asked for."""
    body = newest.body
    found = found_of(newest) if isinstance(body, Question) and asked else None
    if found is None or not isinstance(body, Question):
        return body
    if asked.get("explanation") == "run" and found.content.explanation is not None:
        body = with_explanation(body, found.content.explanation)
    for proposal in found.content.proposals:
        if digest(proposal) == asked.get("add"):
            body = with_choice(body, proposal)
    return body


def _based_on(posted: QueryDict) -> int:
    """The revision that the form was filled from; -1 for what no form of ours sends."""
    number = posted.get("based_on", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1


def _publishes(request: StaffRequest) -> bool:
    return "publish_when_proven" in request.POST and request.user.has_perm("catalog.publish_itemrevision")


def _on_its_way(request: StaffRequest, revision: ItemRevision, now: datetime) -> None:
    """Publishes what may be published now, and asks for the proof of what has to be proven first."""
    if gate.standing(revision).publishable:
        gate.publish(revision, now)
        messages.success(request, gettext("%(revision)s is published.") % {"revision": revision})
        return
    try:
        proving.prove(revision, Run.Priority.PROVE, now)
    except NotProvable as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, gettext("It is being proven, and published when that succeeds."))


def _what_was_saved(revision: ItemRevision, before: ItemRevision | None) -> str:
    if before is not None and revision.pk == before.pk:
        return gettext("Nothing was changed: this is revision %(number)s still.") % {"number": revision.number}
    return gettext("Saved as revision %(number)s, a draft.") % {"number": revision.number}


def _context(request: HttpRequest, item: Item, newest: ItemRevision | None) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "title": gettext("Edit %(item)s") % {"item": item.slug},
        "item": item,
        "newest": newest,
        "may_publish": request.user.has_perm("catalog.publish_itemrevision"),
    }
