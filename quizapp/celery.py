"""The web side's Celery application: it sends run requests and receives reports."""

from __future__ import annotations

import os
from typing import Any, Final

from celery import Celery
from django.conf import settings

from runner.broker import connection_settings
from runner.protocol import REPORTS_QUEUE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quizapp.settings")

FAIL_FAST: Final = {"max_retries": 1, "interval_start": 0.1, "interval_step": 0.0}
"""Runs wait as rows while the broker is away; whoever sends them must not wait with them."""


def make_app() -> Celery:
    """An application bound to this installation's broker, with no result backend and JSON only."""
    app = Celery("quizapp")
    connection = connection_settings(settings.BROKER_URL)
    app.conf.update(
        connection,
        broker_transport_options=connection.get("broker_transport_options", {}) | FAIL_FAST,
        task_acks_late=True,
        task_default_queue=REPORTS_QUEUE,
        worker_hijack_root_logger=False,
        enable_utc=True,
    )
    app.autodiscover_tasks(["quizapp.runs"])
    app.on_after_finalize.connect(_keep_only_ours)
    return app


def _keep_only_ours(sender: Celery, **_: Any) -> None:
    """Drop the tasks Celery brings along: what is not registered, no message can ask for."""
    for name in [name for name in sender.tasks if name.startswith("celery.")]:
        sender.tasks.unregister(name)


app = make_app()
