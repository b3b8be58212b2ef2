from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from quizapp.catalog.models import Item, ItemRevision
from quizapp.evidence import gate, shipped
from quizapp.evidence.approving import approve_with_pack
from quizapp.evidence.behind import found
from quizapp.evidence.errors import ShippedEvidenceInvalid
from quizapp.evidence.listing import evidence_in_use
from quizapp.evidence.models import Approved, Drift, Environment, Evidence, Explained
from quizapp.evidence.vetting import digest
from quizapp.runs.models import Run, RunnerHost
from quizapp.runs.recording import record
from runner.explained import Distractor
from tests.evidence.builders import draft, judged, pattern, question
from tests.factories import explanations
from tests.runs.builders import NOON, after, environment, host_is_up, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Evidence of one question, from an installation that is gone."""
    host_is_up()
    judged(draft(when_proven=True), now=after(7))
    path = tmp_path / shipped.FILE_NAME
    assert shipped.dump(pattern(), path) == 1
    Evidence.objects.all().delete()
    Environment.objects.all().delete()
    Run.objects.all().delete()
    RunnerHost.objects.all().delete()
    Item.objects.update(published=None)
    ItemRevision.objects.update(state="draft", basis="", publish_when_proven=True)
    return path


def edit(path: Path, **changes: Any) -> None:
    data = json.loads(path.read_text())
    data["evidence"][0].update(changes)
    path.write_text(json.dumps(data))


def test_an_installation_without_a_runner_publishes_on_what_was_shipped(file: Path, settings: Settings) -> None:
    settings.RUNNER = "none"
    assert gate.publish_ready(NOON) == 0
    assert shipped.load(pattern(), file, NOON) == shipped.Loaded(kept=1, refused=())
    assert gate.publish_ready(NOON) == 1
    evidence = Evidence.objects.get()
    assert (evidence.run, evidence.shown_at, evidence.verdict) == (None, after(7), "proven")
    assert evidence.environment.message() == environment()
    assert evidence.environment.origin == Environment.Origin.PACK


def test_where_there_is_a_runner_it_does_not_count(file: Path) -> None:
    shipped.load(pattern(), file, NOON)
    assert gate.publish_ready(NOON) == 0


def test_the_list_of_evidence_says_that_it_is_from_elsewhere(file: Path, settings: Settings) -> None:
    settings.RUNNER = "none"
    shipped.load(pattern(), file, NOON)
    out = StringIO()
    call_command("evidence", stdout=out)
    assert "python cpu (elsewhere)" in out.getvalue()
    assert [line.elsewhere for line in evidence_in_use()] == [True]


def test_loading_again_changes_nothing_and_dumping_gives_the_same_file(file: Path, tmp_path: Path) -> None:
    shipped.load(pattern(), file, NOON)
    shipped.load(pattern(), file, after(60))
    assert Evidence.objects.count() == 1
    shipped.dump(pattern(), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == file.read_bytes()


def test_an_environment_of_ours_stays_ours(file: Path) -> None:
    host_is_up()
    shipped.load(pattern(), file, NOON)
    assert Environment.objects.get().origin == Environment.Origin.RUNNER


def test_an_environment_that_came_with_a_pack_becomes_ours_when_a_runner_announces_it(file: Path) -> None:
    shipped.load(pattern(), file, NOON)
    host_is_up()
    here = Environment.objects.get()
    assert (here.origin, here.counts) == (Environment.Origin.RUNNER, True)


def test_only_what_is_proven_of_the_newest_revision_is_shipped(tmp_path: Path) -> None:
    host_is_up()
    judged(draft("wrong", question("print(11)")), "refuted")
    judged(draft("edited"))
    draft("edited", question("print(2)"))
    judged(draft("good", question("print(1 + 1)  # good")))
    shipped.dump(pattern(), tmp_path / "evidence.json")
    assert [shown.item for shown in shipped.read(tmp_path / "evidence.json").evidence] == ["good"]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"item": "no-such-item"}, "'no-such-item' refused: the pattern 'sums' has no such item"),
        ({"content_digest": "0" * 64}, "'one-and-one' refused: it is of other content"),
        ({"program_digest": "0" * 64}, "'one-and-one' refused: it ran another program"),
        ({"expectation_digest": "0" * 64}, "'one-and-one' refused: it was held against other choices"),
        ({"matched": "eleven"}, "'one-and-one' refused: proven, and it matched 'eleven', not the key"),
    ],
)
def test_a_stale_record_is_refused_by_the_name_of_its_item(file: Path, changes: dict[str, Any], complaint: str) -> None:
    edit(file, **changes)
    loaded = shipped.load(pattern(), file, NOON)
    assert loaded.kept == 0
    assert complaint in loaded.refused[0]
    assert not Evidence.objects.exists()


def test_an_edited_question_needs_a_new_proof(file: Path, settings: Settings) -> None:
    settings.RUNNER = "none"
    shipped.load(pattern(), file, NOON)
    edited = draft("one-and-one", question("print(3 - 1)"), when_proven=True)
    assert not gate.standing(edited).publishable


@pytest.mark.parametrize(
    "changes",
    [{"runs": 1}, {"matched": None}, {"verdict": "sure"}, {"shown_at": "yesterday"}, {"extra": 1}, {"environment": {}}],
)
def test_a_record_that_cannot_be_is_refused_with_the_whole_file(file: Path, changes: dict[str, Any]) -> None:
    edit(file, **changes)
    with pytest.raises(ShippedEvidenceInvalid, match=r"evidence\.json: EvidenceFile: evidence\.0"):
        shipped.load(pattern(), file, NOON)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"version": 2, "evidence": []}'])
def test_what_is_no_file_of_evidence_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "evidence.json"
    path.write_bytes(content)
    with pytest.raises(ShippedEvidenceInvalid, match=r"evidence\.json"):
        shipped.read(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ShippedEvidenceInvalid, match="No such file"):
        shipped.read(tmp_path / "evidence.json")


SOURCE = "print(1 + 1)"
ELEVEN = explanations.slip(SOURCE, "print('1' + '1')", "11")


@pytest.fixture
def with_why(file: Path) -> Path:
    """The same file, with what explains the question, its slip approved by the pack's author."""
    revision = ItemRevision.objects.get()
    host_is_up()
    judged(revision, now=after(7))
    run = Run.objects.get(explain=True)
    Run.objects.filter(pk=run.pk).update(state=Run.State.SENT, attempt=1)
    run.refresh_from_db()
    whole = explanations.explained(SOURCE, "2", {"eleven": ELEVEN})
    assert record(report(run, explained=whole.to_dict()), after(8))
    approve_with_pack(revision, [digest(ELEVEN)])
    shipped.dump(pattern(), file)
    Approved.objects.all().delete()
    for model in (Explained, Drift, Evidence, Environment, Run, RunnerHost):
        model._default_manager.all().delete()
    return file


def test_explanations_travel_along_with_what_the_packs_author_approved(with_why: Path, settings: Settings) -> None:
    settings.RUNNER = "none"
    assert shipped.load(pattern(), with_why, NOON).refused == ()
    here = found(ItemRevision.objects.get())
    assert here is not None
    assert [each.slip for each in here.distractors] == [ELEVEN]
    assert here.content.explanation is not None
    assert here.accepted is None
    assert here.trace is not None
    again = with_why.parent / "again.json"
    shipped.load(pattern(), with_why, after(60))
    shipped.dump(pattern(), again)
    assert again.read_bytes() == with_why.read_bytes()
    assert Explained.objects.count() == 1


def test_what_the_pack_approves_stands_for_the_same_found_by_a_run_here(with_why: Path) -> None:
    revision = ItemRevision.objects.get()
    shipped.load(pattern(), with_why, NOON)
    same = (Distractor(choice="eleven", slip=ELEVEN),)
    shown = explanations.explain_revision(revision, approved=False, distractors=same)
    assert [each.slip for each in shown.distractors] == [ELEVEN]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [({"content_digest": "0" * 64}, "of other content"), ({"program_digest": "0" * 64}, "ran another program")],
)
def test_a_stale_explanation_is_refused(with_why: Path, settings: Settings, changes: Any, complaint: str) -> None:
    settings.RUNNER = "none"
    data = json.loads(with_why.read_text())
    data["explained"][0].update(changes)
    with_why.write_text(json.dumps(data))
    assert complaint in shipped.load(pattern(), with_why, NOON).refused[0]
    assert not Explained.objects.exists()
    assert not Approved.objects.exists()


def test_a_shipped_slip_that_prints_something_else_is_left_out(with_why: Path, settings: Settings) -> None:
    settings.RUNNER = "none"
    data = json.loads(with_why.read_text())
    data["explained"][0]["explained"]["distractors"][0]["slip"]["output"] = "12"
    with_why.write_text(json.dumps(data))
    shipped.load(pattern(), with_why, NOON)
    here = found(ItemRevision.objects.get())
    assert here is not None
    assert here.content.distractors == ()
