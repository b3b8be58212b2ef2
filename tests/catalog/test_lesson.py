"""A lesson: what its file must hold, the way into the catalogue and out again, and what of it has to be run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from quizapp.catalog.applying import apply_pack
from quizapp.catalog.errors import PackInvalid
from quizapp.catalog.exporting import export_subject
from quizapp.catalog.lesson import Lesson
from quizapp.catalog.loading import read_pack
from quizapp.catalog.models import Claim, Item, Mode, Subject
from quizapp.catalog.yaml_writer import to_yaml
from quizapp.evidence import gate
from quizapp.evidence.proving import prove_missing
from quizapp.runs.models import Run
from tests.catalog.pack_folders import replace, write, write_pack
from tests.factories.lessons import lesson, raw_lesson
from tests.factories.people import NOW


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = write_pack(tmp_path)
    write(folder / "adding/lesson.yaml", to_yaml(raw_lesson()))
    replace(
        folder / "adding/pattern.yaml",
        "modes:\n",
        "modes:\n  - mode: lesson\n    minutes: 15\n    items: [lesson-adding]\n",
    )
    return folder


def test_a_lesson_stands_beside_its_pattern(pack: Path) -> None:
    contents = read_pack(pack)

    assert contents.warnings == ()
    assert {item.slug: item.content for item in contents.items()}["lesson-adding"] == lesson()


@pytest.mark.django_db
def test_a_lesson_is_an_item_that_is_exported_as_it_came(pack: Path, tmp_path: Path) -> None:
    apply_pack(read_pack(pack), publish=True, author=None, now=NOW)
    export_subject(Subject.objects.get(), tmp_path / "out")

    item = Item.objects.get(type="lesson")
    assert item.revisions.get().lesson == lesson()
    written = {each.slug: each.content for each in read_pack(tmp_path / "out").items()}
    assert written["lesson-adding"] == lesson()


@pytest.mark.django_db
def test_a_lesson_is_prose_to_the_gate_and_its_programs_are_asked_for(pack: Path) -> None:
    apply_pack(read_pack(pack), publish=True, author=None, now=NOW)
    gate.publish_ready(NOW)
    prove_missing(NOW)

    assert Mode.objects.offered().filter(slug="lesson").exists()
    sources = {run.program.source: run.expectation for run in Run.objects.all() if run.expectation}
    wrong, right = Claim.objects.order_by("pk")
    assert sources[wrong.program.source]["key"] == "failure"
    assert sources[right.program.source]["key"] == "sound"


@pytest.mark.django_db
def test_the_same_lesson_again_is_no_new_revision(pack: Path) -> None:
    for _ in range(2):
        apply_pack(read_pack(pack), publish=True, author=None, now=NOW)

    assert Item.objects.get(type="lesson").revisions.count() == 1
    assert Claim.objects.count() == 2


def test_a_lesson_in_another_mode_is_told(pack: Path) -> None:
    replace(pack / "adding/pattern.yaml", "why-carry]", "why-carry, lesson-adding]")

    with pytest.raises(PackInvalid, match="a cheat-sheet holds cards and open-questions and questions only"):
        read_pack(pack)


def pitfall(**changes: Any) -> dict[str, Any]:
    code = {"wrong": {"source": "1 / 0"}, "fails": "ZeroDivisionError", "right": {"source": "1"}, "prints": "fine"}
    return {"id": "p", "title": "P", "cause": "C", "code": code | changes}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"pitfalls": [{"id": "p", "title": "P", "cause": "C"}]}, "either wrong and right, or code"),
        ({"pitfalls": [{"id": "p", "title": "P", "cause": "C", "wrong": "W"}]}, "either wrong and right, or code"),
        ({"pitfalls": [pitfall() | {"wrong": "W", "right": "R"}]}, "either wrong and right, or code"),
        ({"pitfalls": [pitfall(prints="ZeroDivisionError ")]}, "shows the failure too"),
        ({"pitfalls": [pitfall(right={"source": "1 / 0"})]}, "both programs are the same"),
        ({"pitfalls": [pitfall(), pitfall()]}, "is taken by another one"),
        ({"diagram": {"text": "x" * 77, "description": "D"}}, "line 1 is wider than 76"),
        ({"takeaways": ["one", "two"]}, "at least 3"),
    ],
)
def test_what_no_lesson_may_be_is_told(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        lesson(**changes)


def test_a_commit_prompt_has_its_answer_among_its_choices() -> None:
    steps = raw_lesson()["steps"]
    steps[1]["commit"]["answer"] = "smaller"

    with pytest.raises(ValidationError, match="is none of the choices"):
        Lesson.model_validate(raw_lesson(steps=steps), strict=False)
