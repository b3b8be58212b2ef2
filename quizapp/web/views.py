"""Choosing a theme, and the page that shows every part of the look."""

from __future__ import annotations

from typing import Final

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.messages import constants
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from quizapp.web import specimens
from quizapp.web.forms import ThemeForm
from quizapp.web.theme import remember

FAULTS: Final = {400, 403, 404, 429, 500, 503}


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme and go back to where the reader was."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return redirect("home")
    back = form.cleaned_data["back"]
    own = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if own else "home")
    remember(response, form.cleaned_data["theme"])
    return response


@require_GET
@staff_member_required
def style(request: HttpRequest) -> HttpResponse:
    """Every part of the look in every state."""
    context = {
        "colours": specimens.COLOURS,
        "notes": {constants.DEFAULT_TAGS[level]: text for level, text in specimens.NOTES.items()},
        "form": specimens.refused_form(),
        "program": specimens.PROGRAM,
        "prose": specimens.PROSE,
        "bars": specimens.BARS,
        "columns": specimens.COLUMNS,
        "faults": sorted(FAULTS),
    }
    return render(request, "style/style.html", context)


@require_GET
@staff_member_required
def fault(request: HttpRequest, status: int) -> HttpResponse:
    """One of the pages that say what went wrong, with its status, without anything having gone wrong."""
    if status not in FAULTS:
        raise Http404(f"no page for {status}")
    return render(request, f"{status}.html", {"seconds": 42}, status=status)
