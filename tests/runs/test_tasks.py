from __future__ import annotations

from typing import Any

import pytest
from celery.exceptions import Reject
from django.db import OperationalError, connection

from quizapp.celery import app
from quizapp.runs import tasks
from quizapp.runs.models import Run, RunnerHost
from runner.protocol import RECORD_HEARTBEAT_TASK, RECORD_REPORT_TASK
from tests.runs.builders import heartbeat, raw_report, wanted


def test_a_message_can_ask_for_these_two_tasks_and_no_other() -> None:
    app.loader.import_default_modules()
    app.finalize()
    assert set(app.tasks) == {RECORD_REPORT_TASK, RECORD_HEARTBEAT_TASK}
    assert all(app.tasks[name].acks_late for name in app.tasks)


def test_only_json_is_accepted_and_no_result_is_kept() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_ignore_result
    assert app.conf.result_backend is None


@pytest.mark.django_db
def test_a_report_and_a_heartbeat_are_taken_in() -> None:
    tasks.record_heartbeat(heartbeat().to_dict())
    assert RunnerHost.objects.get().name == "workbench"
    run = wanted()
    Run.objects.update(state=Run.State.SENT, attempt=1)
    tasks.record_report(raw_report(run))
    run.refresh_from_db()
    assert run.state == Run.State.RECORDED


@pytest.mark.django_db
@pytest.mark.parametrize("data", [None, {}, heartbeat().to_dict() | {"slots": 0}, heartbeat().to_dict() | {"x": 1}])
def test_what_is_no_heartbeat_is_dropped(data: Any, caplog: pytest.LogCaptureFixture) -> None:
    tasks.record_heartbeat(data)
    assert "heartbeat dropped" in caplog.text
    assert not RunnerHost.objects.exists()


@pytest.mark.django_db
def test_a_message_goes_back_to_its_queue_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    run = wanted()
    Run.objects.update(state=Run.State.SENT, attempt=1)
    monkeypatch.setattr(tasks, "DATABASE_PAUSE_S", 0.0)

    def away(*_: Any) -> Any:
        raise OperationalError("the database is starting up")

    with connection.execute_wrapper(away), pytest.raises(Reject) as rejected:
        tasks.record_report(raw_report(run))
    assert rejected.value.requeue
    tasks.record_report(raw_report(run))
    run.refresh_from_db()
    assert run.state == Run.State.RECORDED
