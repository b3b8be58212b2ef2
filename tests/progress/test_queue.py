"""The queue of cards stays a walk along an index, however many cards a learner has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection

from quizapp.accounts.models import Learner
from quizapp.progress.models import Schedule
from quizapp.progress.queue import due_counts, queue_of
from tests.factories import content
from tests.factories.people import NOW

HOUR = timedelta(hours=1)


def schedule(learner: Learner, count: int) -> None:
    """Cards of one pattern, each due a minute before the next, the last one now."""
    pattern = content.pattern()
    for number in range(count):
        Schedule.objects.create(
            learner=learner,
            item=content.published_card(pattern),
            type="card",
            state=2,
            stability=5,
            difficulty=5,
            due_at=NOW - timedelta(minutes=count - 1 - number),
            reviewed_at=NOW - timedelta(days=5),
            reviews=3,
        )


def plan_of(sql: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A handful of rows is read faster without any index, and the plan is about many.
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
            )
            cursor.execute(f"EXPLAIN {sql}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return " ".join(str(row[-1]) for row in cursor.fetchall())


def test_what_is_due_is_found_along_the_index(ada: Learner, django_assert_max_num_queries: Any) -> None:
    schedule(ada, 2)
    with django_assert_max_num_queries(8) as captured:
        queue_of(ada, NOW)
        due_counts(ada, NOW, ())
    reads = [query["sql"] for query in captured.captured_queries if '"due_at" <=' in query["sql"]]
    assert reads
    for sql in reads:
        assert "schedule_due" in (plan := plan_of(sql))
        assert "TEMP B-TREE" not in plan


def test_it_takes_as_many_queries_for_many_cards_as_for_few(ada: Learner, django_assert_max_num_queries: Any) -> None:
    schedule(ada, 30)

    with django_assert_max_num_queries(4):
        queue = queue_of(ada, NOW)

    assert queue.due == 30
    assert queue.schedule is not None
    assert queue.schedule.due_at == NOW - timedelta(minutes=29)


def test_what_is_due_is_counted_no_further_than_wanted(ada: Learner) -> None:
    schedule(ada, 5)

    assert due_counts(ada, NOW, (), at_most=3)["card"] == 3
    assert due_counts(ada, NOW - HOUR, ())["card"] == 0
