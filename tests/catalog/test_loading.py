"""A pack that breaks its schema is refused with file, line, field and a suggestion; all faults are told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

from quizapp.catalog.content import Card, OpenQuestion, Question
from quizapp.catalog.errors import PackInvalid, PackProblem
from quizapp.catalog.loading import read_pack
from tests.catalog.pack_folders import CONCEPTUAL, replace, write, write_pack

SUM: Final = "adding/questions/print-a-sum.yaml"
TWO: Final = "adding/questions/two-and-two.yaml"
PATTERN: Final = "adding/pattern.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path)


def problems_of(pack: Path) -> tuple[PackProblem, ...]:
    with pytest.raises(PackInvalid) as refused:
        read_pack(pack)
    return refused.value.problems


def test_a_whole_pack_is_read(pack: Path) -> None:
    contents = read_pack(pack)

    assert contents.subject.slug == "sums"
    assert contents.warnings == ()
    items = {item.slug: item.content for item in contents.items()}
    assert {slug: type(content) for slug, content in items.items()} == {
        "two-and-two": Question,
        "print-a-sum": Question,
        "plus-sign": Card,
        "why-carry": OpenQuestion,
    }


@pytest.mark.parametrize("name", ["pytorch", "computer-vision"])
def test_the_shipped_packs_are_right(name: str) -> None:
    assert read_pack(settings.SHIPPED_PACKS / name).warnings == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((SUM, "hint:", "hnit:"), ("17:1 hnit", "is not a field here", "hint")),
        (
            (SUM, "    rationale: Joins", "    rational: Joins"),
            ("15:5 choices.2.rational", "is not a field", "rationale"),
        ),
        ((SUM, "  runtime: python", "  runtimes: python"), ("8:3 snippet.runtimes", "is not a field", "runtime")),
        ((SUM, "quick_check", "quickcheck"), ("22:3 explanation.quickcheck", "is not a field", "quick_check")),
        ((SUM, "title: A printed sum\n", ""), ("1:1 title", "is missing", "")),
        ((SUM, "    rationale: One and one.\n", ""), ("10:5 choices.1.rationale", "is missing", "")),
        ((SUM, "intermediate", "intermediat"), ("3:8 level", "input should be", "intermediate")),
        ((SUM, "kind: predict-output", "kind: predict_output"), ("1:7 kind", "input should be", "predict-output")),
        ((SUM, "'11'", "11"), ("14:11 choices.2.text", "has to be text", '"11"')),
        ((SUM, "title: A printed sum", "title: true"), ("2:8 title", "has to be text", '"true"')),
        ((SUM, "key: two", "key: tow"), ("16:6 key", "none of the choices", "two")),
        ((SUM, "id: eleven", "id: two"), ("13:9 choices.2.id", "two choices have the same id 'two'", "")),
        ((SUM, "'11'", "'2'"), ("13:5 choices.2", "two choices read the same", "")),
        ((SUM, "id: eleven", "id: b"), ("13:9 choices.2.id", "tells which choice", "")),
        ((SUM, "    text: '11'\n", ""), ("13:5 choices.2", "either text or code", "")),
        ((SUM, "text: '11'", "code: '11'"), ("14:11 choices.2.code", "texts that could be printed", "")),
        ((SUM, "These are numbers.", "Option B is close."), ("17:7 hint", "letters are given only when shown", "")),
        (
            (SUM, "    - Both are integers.", "    - Answer C adds."),
            ("20:7 explanation.steps.1", "letters are given", ""),
        ),
        ((SUM, "hint: These", "seconds: 5\nhint: These"), ("17:10 seconds", "greater than or equal to 15", "")),
        ((SUM, "hint: These", "seconds: '60'\nhint: These"), ("17:10 seconds", "has to be a whole number", "")),
        ((SUM, "hint: These", "shuffle: no\nhint: These"), ("17:10 shuffle", "has to be true or false", "")),
        ((SUM, "hint: These", "hint: x\nhint: These"), ("18:1 hint", "stands twice, first in line 17", "")),
        ((SUM, "hint: These", "\thint: These"), ("17:1 ", "not YAML", "")),
        ((SUM, "key: two", "compare: {relation: line}\nkey: two"), ("16:21 compare.relation", "input should", "lines")),
        ((SUM, "key: two", "compare: {tolerance: 1e-3}\nkey: two"), ("16:10 compare", "relation 'numbers' only", "")),
        ((SUM, "  source: |\n    print(1 + 1)\n", ""), ("6:3 snippet.source", "is missing", "")),
        ((TWO, "kind: conceptual", "kind: find-error"), ("1:1 snippet", "needs a snippet", "")),
        ((TWO, "kind: conceptual", "kind: which-code"), ("7:11 choices.1.text", "which-code question are code", "")),
        ((TWO, "stem: What comes of two and two?", "stem: ''"), ("4:7 stem", "at least 1 character", "")),
        ((PATTERN, "mode: cheat-sheet", "mode: cheatsheet"), ("6:11 modes.1.mode", "input should be", "cheat-sheet")),
        ((PATTERN, "[two-and-two,", "[two-and-tow,"), ("8:13 modes.1.items.1", "no item 'two-and-tow'", "two-and-two")),
        ((PATTERN, "print-a-sum", "plus-sign"), ("13:9 modes.2.items.2", "a challenge holds questions only", "")),
        ((PATTERN, "print-a-sum", "two-and-two"), ("13:9 modes.2.items.2", "listed twice", "")),
        (
            (PATTERN, "head-start", "head-strat"),
            ("16:13 modes.2.badge.icon", "static/badges/head-strat.svg", "head-start"),
        ),
        (
            (PATTERN, "mode: challenge", "mode: practice"),
            ("15:7 modes.2.badge", "a challenge, and only a challenge", ""),
        ),
        ((PATTERN, "slug: adding", "slug: addings"), ("1:7 slug", "the folder is named 'adding'", "adding")),
        ((PATTERN, "slug: adding", "slug: Adding Up"), ("1:7 slug", "should match pattern", "")),
        ((PATTERN, "minutes: 10", "minutes: ten"), ("10:14 modes.2.minutes", "has to be a whole number", "")),
        ((PATTERN, "modes:\n", "after: [adding]\nmodes:\n"), ("5:8 after", "adding after adding", "")),
        (("pack.yaml", "licence: CC BY 4.0\n", ""), ("1:1 licence", "is missing", "")),
        (("pack.yaml", "licence:", "license:"), ("5:1 license", "is not a field here", "licence")),
        (("adding/cards.yaml", "  back: Adding.\n", ""), ("2:3 plus-sign.back", "is missing", "")),
        (("adding/cards.yaml", "plus-sign:", "Plus Sign:"), ("1:1 Plus Sign", "should match pattern", "")),
        (("adding/open.yaml", "[ten, places]", "[ten]"), ("5:13 why-carry.concepts", "at least 2 items", "")),
    ],
)
def test_a_broken_line_is_told_with_its_place(
    pack: Path, change: tuple[str, str, str], told: tuple[str, str, str]
) -> None:
    file, old, new = change
    replace(pack / file, old, new)
    place_and_field, message, suggestion = told

    found = [each for each in problems_of(pack) if f"{each.line}:{each.column} {each.field}" == place_and_field]

    assert len(found) == 1, problems_of(pack)
    assert found[0].file == str(pack / file)
    assert message in found[0].message
    assert found[0].suggestion == suggestion


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("pack.yaml", "is missing"),
        ("adding/pattern.yaml", "is missing"),
    ],
)
def test_a_file_that_has_to_be_there_is_missed(pack: Path, name: str, complaint: str) -> None:
    (pack / name).unlink()

    assert [(each.file, each.message) for each in problems_of(pack)] == [(str(pack / name), complaint)]


@pytest.mark.parametrize(
    ("name", "message", "suggestion"),
    [
        ("adding/questions/third.yml", "has the wrong ending", "third.yaml"),
        ("adding/card.yaml", "is not a name that a pack knows here", "cards.yaml"),
        ("adding/question/third.yaml", "is not a name that a pack knows here", "questions"),
        ("adding/questions/deeper/third.yaml", "is not a name that a pack knows here", ""),
        ("paks.yaml", "is not a name that a pack knows here", "pack.yaml"),
    ],
)
def test_a_file_under_a_wrong_name_is_not_passed_over(pack: Path, name: str, message: str, suggestion: str) -> None:
    write(pack / name, CONCEPTUAL)

    assert [(each.message, each.suggestion) for each in problems_of(pack)] == [(message, suggestion)]


def test_a_question_file_is_named_like_a_slug(pack: Path) -> None:
    write(pack / "adding/questions/Two Plus.yaml", CONCEPTUAL)

    assert "the item's slug" in problems_of(pack)[0].message


def test_an_item_stands_once_in_a_pack(pack: Path) -> None:
    write(pack / "adding/questions/plus-sign.yaml", CONCEPTUAL)

    (problem,) = problems_of(pack)
    assert problem.file == str(pack / "adding/cards.yaml")
    assert "'plus-sign' stands in" in problem.message


def test_a_symbolic_link_is_refused(pack: Path, tmp_path: Path) -> None:
    write(tmp_path / "secret.yaml", CONCEPTUAL)
    (pack / "adding/questions/linked.yaml").symlink_to(tmp_path / "secret.yaml")

    assert "symbolic link" in problems_of(pack)[0].message


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [(b"", "is empty"), (b"title: \xff\n", "is not UTF-8 text"), (b"# " + b"x" * 600_000, "is larger than")],
)
def test_an_odd_file_is_told_and_its_items_are_not_called_unknown(pack: Path, raw: bytes, complaint: str) -> None:
    (pack / SUM).write_bytes(raw)

    (problem,) = problems_of(pack)
    assert problem.file == str(pack / SUM)
    assert complaint in problem.message


def test_patterns_that_wait_for_each_other_are_refused(pack: Path) -> None:
    second = (pack / PATTERN).read_text().replace("slug: adding", "slug: carrying").replace("[two-and-two,", "[")
    write(pack / "carrying/pattern.yaml", second.replace("modes:\n", "after: [adding]\nmodes:\n"))
    replace(pack / PATTERN, "modes:\n", "after: [carrying]\nmodes:\n")

    messages = [problem.message for problem in problems_of(pack)]

    assert messages == [
        "goes round in a circle: adding after carrying after adding",
        "goes round in a circle: carrying after adding after carrying",
    ]


def test_every_problem_of_every_file_is_told_at_once(pack: Path) -> None:
    replace(pack / SUM, "key: two", "key: tow")
    replace(pack / SUM, "'11'", "'2'")
    replace(pack / TWO, "level: beginner", "level: beginer")
    replace(pack / TWO, "hint: Count", "hnit: Count")
    replace(pack / "pack.yaml", "title: Sums\n", "")

    found = {(Path(problem.file).name, problem.field) for problem in problems_of(pack)}

    assert found == {
        ("pack.yaml", "title"),
        ("print-a-sum.yaml", "key"),
        ("print-a-sum.yaml", "choices.2"),
        ("two-and-two.yaml", "level"),
        ("two-and-two.yaml", "hnit"),
        ("two-and-two.yaml", "hint"),
    }


def test_an_item_that_no_mode_uses_is_a_warning(pack: Path) -> None:
    write(pack / "adding/questions/left-over.yaml", CONCEPTUAL)

    (warning,) = read_pack(pack).warnings

    assert warning.message == "no mode uses the item 'left-over'"


def test_notes_beside_a_pack_are_passed_over_and_odd_files_told(pack: Path) -> None:
    write(pack / "README.md", "notes")
    write(pack / "adding/evidence.json", "[]")
    write(pack / "adding/.swap", "")
    write(pack / "adding/drawing.png", "")

    assert [Path(warning.file).name for warning in read_pack(pack).warnings] == ["drawing.png"]


def test_a_pack_without_a_folder_or_patterns_is_refused(tmp_path: Path, pack: Path) -> None:
    assert "is not a folder" in problems_of(tmp_path / "nowhere")[0].message
    write(tmp_path / "bare" / "pack.yaml", "slug: bare\ntitle: T\ndomain: D\nsummary: S\nlicence: L\n")
    assert "holds no pattern" in problems_of(tmp_path / "bare")[0].message


def test_a_complaint_reads_as_editors_understand_it() -> None:
    told = PackProblem("a/b.yaml", 3, 9, "key", "is none of the choices", "two")

    assert str(told) == "a/b.yaml:3:9: key: is none of the choices (did you mean 'two'?)"
    assert str(PackProblem("a/b.yaml", 0, 0, "", "is empty")) == "a/b.yaml: is empty"
