"""What learners answered first to a question, as a chart: which wrong choices tempt, and whether the key does."""

from __future__ import annotations

from typing import Final

from django.db.models import Count
from django.utils.text import Truncator
from django.utils.translation import gettext

from quizapp.catalog.keys import KeyInForce
from quizapp.catalog.models import ItemRevision
from quizapp.sittings.models import Response
from quizapp.web.charts.bars import bars
from quizapp.web.charts.chart import Chart, Datum

LONGEST: Final = 60
"""Characters of a choice beside its bar."""


def first_answers(revision: ItemRevision, key: KeyInForce) -> Chart | None:
    """First responses by choice, one for each problem; None where nobody answered yet."""
    firsts = Response.objects.filter(problem__revision=revision, number=1).order_by()
    counts = dict(firsts.values("choice").annotate(times=Count("pk")).values_list("choice", "times"))
    if not counts:
        return None
    data = [
        Datum(
            label=gettext("%(choice)s (key)") % {"choice": choice.shown}
            if choice.id == key.choice_id
            else choice.shown,
            short=Truncator(" ".join(choice.shown.split())).chars(LONGEST)
            + (gettext(" (key)") if choice.id == key.choice_id else ""),
            value=counts.get(choice.id, 0),
            tone="right" if choice.id == key.choice_id else "",
        )
        for choice in revision.question.choices
    ]
    return bars(gettext("First answers"), data, of=gettext("Choice"), unit=gettext("Answers"))
