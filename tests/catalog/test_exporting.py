"""A subject that is exported and read again says the same, whatever is written in it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.catalog.applying import apply_pack
from quizapp.catalog.content import Question
from quizapp.catalog.errors import ExportRefused
from quizapp.catalog.exporting import export_subject, void_items
from quizapp.catalog.loading import read_pack
from quizapp.catalog.models import Item, ItemRevision, Mode, Subject
from quizapp.catalog.pack_contents import PackContents
from quizapp.catalog.revising import save_revision
from quizapp.catalog.yaml_reader import parse
from quizapp.catalog.yaml_writer import to_yaml
from tests.catalog.pack_folders import replace, write_pack
from tests.factories.content import (
    RIGHT,
    WRONG,
    challenge,
    correct_key,
    draft_question,
    pattern,
    question,
    subject,
)
from tests.factories.people import NOW

NASTY = [
    "no",
    "Yes",
    "y",
    "null",
    "~",
    "",
    "1e-3",
    "010",
    "0x1F",
    "12:30",
    "2026-11-21",
    "1_000",
    ".inf",
    "=",
    "<<",
    "- item",
    "key: value",
    "# comment",
    "a # comment",
    "*alias",
    "&anchor",
    "!tag",
    "%directive",
    "@at",
    "`code`",
    "'quoted'",
    '"quoted"',
    "back\\slash",
    " leading",
    "trailing ",
    "two  spaces " * 30,
    "a line that ends in blanks   \nand a second\n",
    "\tindented\n\t\ttwice\n",
    "    indented first\nless\n",
    "\n\nempty first",
    "many at the end\n\n\n",
    "no end\nof line",
    "windows\r\nlines\r\n",
    "for x in y:\n    print('x')\n\n\nprint()\n",
    "---\ndocument\n...\n",
    "naïve ü 漢字 🙂",
    "🙂\nüber\n",
    "next\x85line \u2028 \u2029 \ufeff \xa0 \x07",
    "wide " * 80,
    "word" * 80,
]


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_survives(text: str) -> None:
    written = to_yaml({"text": text, "list": [text, {"inside": text}], text or "key": 1})

    assert parse(written, "file.yaml").value == {"text": text, "list": [text, {"inside": text}], text or "key": 1}


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=130), min_size=2))
@settings(max_examples=200, deadline=None)
def test_any_prose_survives_being_folded(words: list[str]) -> None:
    text = " ".join(words)

    assert parse(to_yaml({"a": {"b": [{"text": text}]}}), "file.yaml").value == {"a": {"b": [{"text": text}]}}


def test_long_prose_is_folded_at_its_blanks() -> None:
    lines = to_yaml({"stem": "word " * 60 + "end"}).splitlines()

    assert lines[0] == "stem: >-"
    assert all(len(line) <= 120 for line in lines)


@given(values)
@settings(max_examples=300, deadline=None)
def test_any_value_survives(value: Any) -> None:
    assert parse(to_yaml({"value": value}), "file.yaml").value == {"value": value}


@pytest.mark.parametrize("text", ["print(1)\nprint(2)\n", "two\nlines"])
def test_code_is_written_as_a_block(text: str) -> None:
    assert to_yaml({"source": text}).startswith("source: |")


def said(pack: PackContents) -> Any:
    patterns = [(each.pattern, sorted((item.slug, item.content) for item in each.items)) for each in pack.patterns]
    return pack.subject, sorted(patterns, key=lambda each: each[0].slug)


@pytest.mark.django_db
def test_a_pack_comes_out_as_it_went_in(tmp_path: Path) -> None:
    read = read_pack(write_pack(tmp_path))
    apply_pack(read, publish=False, author=None, now=NOW)

    export_subject(Subject.objects.get(), tmp_path / "out")

    assert said(read_pack(tmp_path / "out")) == said(read)


@pytest.mark.django_db
def test_an_exported_pack_changes_nothing_when_applied_again(tmp_path: Path) -> None:
    apply_pack(read_pack(write_pack(tmp_path)), publish=False, author=None, now=NOW)
    export_subject(Subject.objects.get(), tmp_path / "out")

    changes = apply_pack(read_pack(tmp_path / "out"), publish=False, author=None, now=NOW)

    assert (changes.new, changes.changed, changes.missing, changes.edited_here) == ([], [], [], [])
    assert ItemRevision.objects.count() == 4


prose = texts.filter(lambda text: text.strip() != "").map(lambda text: text[:400])


@pytest.mark.django_db
@given(stem=prose, source=prose, choices=st.lists(prose, min_size=2, max_size=5, unique_by=str.strip))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_question_comes_out_as_it_went_in(stem: str, source: str, choices: list[str]) -> None:
    of = pattern(subject=subject(f"shelf-{Subject.objects.count()}", summary="A shelf."))
    raw = [{"id": f"c{number}", "text": text, "rationale": text} for number, text in enumerate(choices)]
    fields: dict[str, Any] = {
        "stem": stem,
        "kind": "predict-output",
        "snippet": {"source": source},
        "choices": raw,
        "key": "c0",
    }
    try:
        item = draft_question(of, **fields)
    except ValueError:
        return  # The models refuse it, so it cannot be there to be exported.
    Mode.objects.create(pattern=of, slug="practice", minutes=5)
    with tempfile.TemporaryDirectory() as scratch:
        export_subject(of.subject, Path(scratch) / "out")
        contents = {each.slug: each.content for each in read_pack(Path(scratch) / "out").items()}

    assert contents[item.slug] == item.revisions.get().body


@pytest.mark.django_db
def test_the_newest_revision_is_exported_and_retired_items_are_not(tmp_path: Path) -> None:
    made = challenge()
    first, second = Item.objects.order_by("pk")[:2]
    newest = question(7, kind="conceptual")
    save_revision(first, newest, None, NOW, False)
    Item.objects.filter(pk=second.pk).update(retired_at=NOW)
    Subject.objects.update(summary="Sums.")
    made.badge_icon = "head-start"
    made.save()

    export_subject(Subject.objects.get(), tmp_path / "out")

    contents = {each.slug: each.content for each in read_pack(tmp_path / "out").items()}
    assert contents[first.slug] == newest
    assert second.slug not in contents
    assert len(contents) == 4
    assert all(isinstance(content, Question) for content in contents.values())


@pytest.mark.django_db
def test_nothing_is_written_over(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    apply_pack(read_pack(folder), publish=False, author=None, now=NOW)

    with pytest.raises(ExportRefused, match="not an empty folder"):
        export_subject(Subject.objects.get(), folder)
    with pytest.raises(ExportRefused, match="is not a folder"):
        export_subject(Subject.objects.get(), tmp_path / "no" / "where")


@pytest.mark.django_db
def test_rows_that_make_no_valid_pack_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    replace(folder / "pack.yaml", "summary: Adding up.", "summary: Adding.")
    apply_pack(read_pack(folder), publish=False, author=None, now=NOW)
    Subject.objects.update(licence="")

    with pytest.raises(ExportRefused, match="licence: "):
        export_subject(Subject.objects.get(), tmp_path / "out")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["sums"]


@pytest.mark.django_db
def test_a_corrected_question_is_exported_with_the_key_in_force_and_a_void_one_is_left_out(tmp_path: Path) -> None:
    made = challenge()
    made.badge_icon = "head-start"
    made.save()
    Subject.objects.update(summary="Sums.")
    first, second = Item.objects.order_by("pk")[:2]
    correct_key(first.revisions.get(), WRONG[0])
    correct_key(second.revisions.get(), "")
    subject_ = Subject.objects.get()

    export_subject(subject_, tmp_path / "out")

    contents = {each.slug: each.content for each in read_pack(tmp_path / "out").items()}
    exported = contents[first.slug]
    assert isinstance(exported, Question)
    assert exported.key == WRONG[0]
    assert first.revisions.get().question.key == RIGHT
    assert void_items(subject_) == (second.slug,)
    assert second.slug not in contents
    assert len(contents) == 4
