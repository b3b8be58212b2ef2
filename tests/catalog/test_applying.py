"""A pack goes into the catalogue whole or not at all, and a second time changes nothing."""

from __future__ import annotations

from dataclasses import replace as replaced
from datetime import timedelta
from pathlib import Path

import pytest

from quizapp.catalog.applying import PackChanges, apply_items, apply_pack, apply_packs
from quizapp.catalog.errors import PackInvalid
from quizapp.catalog.loading import read_pack
from quizapp.catalog.models import Item, ItemRevision, Mode, Pattern, Placement, Subject
from quizapp.catalog.revising import save_revision
from tests.catalog.pack_folders import CONCEPTUAL, PATTERN, replace, write, write_pack
from tests.factories.people import NOW, user

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path)


def apply(folder: Path, *, publish: bool = False) -> PackChanges:
    return apply_pack(read_pack(folder), publish=publish, author=None, now=NOW)


def second_pack(folder: Path) -> Path:
    other = folder / "products"
    write(other / "pack.yaml", "slug: products\ntitle: T\ndomain: D\nsummary: S\nlicence: L\n")
    pattern = "slug: times\ntitle: T\nlevel: beginner\nsummary: S\nafter: [adding]\n"
    write(other / "times/pattern.yaml", pattern + "modes: [{mode: practice, minutes: 5, items: [times-two]}]\n")
    write(other / "times/questions/times-two.yaml", CONCEPTUAL)
    return other


def test_everything_in_a_pack_comes_into_the_catalogue(pack: Path) -> None:
    changes = apply(pack)

    subject = Subject.objects.get(slug="sums")
    assert (subject.title, subject.domain, subject.licence) == ("Sums", "Arithmetic", "CC BY 4.0")
    pattern = Pattern.objects.get(slug="adding")
    assert (pattern.subject, pattern.level, pattern.added_at) == (subject, "beginner", NOW)
    challenge = pattern.modes.get(slug="challenge")
    assert (challenge.minutes, challenge.badge_name, challenge.badge_icon) == (10, "Adder", "head-start")
    assert [each.item.slug for each in challenge.placements.all()] == ["two-and-two", "print-a-sum"]
    assert sorted(changes.new) == ["adding", "plus-sign", "print-a-sum", "sums", "two-and-two", "why-carry"]


def test_items_come_as_drafts_that_nobody_is_offered(pack: Path) -> None:
    apply(pack)

    states = set(ItemRevision.objects.values_list("state", "publish_when_proven", "published_at"))
    assert states == {("draft", False, None)}
    assert not Mode.objects.offered().exists()


def test_with_publish_they_are_marked_to_be_published_when_proven(pack: Path) -> None:
    apply(pack)
    apply(pack, publish=True)

    assert set(ItemRevision.objects.values_list("state", "publish_when_proven")) == {("draft", True)}
    assert ItemRevision.objects.count() == 4


def test_a_predicted_output_knows_its_program_and_expectation(pack: Path) -> None:
    apply(pack)

    revision = ItemRevision.objects.get(item__slug="print-a-sum")
    expectation = revision.question.expectation()
    assert revision.program is not None
    assert revision.program.source == "print(1 + 1)\n"
    assert expectation is not None
    assert revision.expectation_digest == expectation.digest


def test_a_second_time_changes_nothing(pack: Path) -> None:
    apply(pack)
    before = [list(model.objects.order_by("pk").values()) for model in (Subject, Pattern, Mode, Item, ItemRevision)]

    changes = apply(pack)

    after = [list(model.objects.order_by("pk").values()) for model in (Subject, Pattern, Mode, Item, ItemRevision)]
    assert after == before
    assert (changes.new, changes.changed, changes.missing) == ([], [], [])
    assert len(changes.unchanged) == 6


def test_a_changed_question_becomes_a_new_revision_and_the_old_one_stays(pack: Path) -> None:
    apply(pack)
    replace(pack / "adding/questions/two-and-two.yaml", "Count your fingers.", "Count your toes.")

    changes = apply(pack)

    assert changes.changed == ["two-and-two"]
    revisions = ItemRevision.objects.filter(item__slug="two-and-two").order_by("number")
    assert [each.question.hint for each in revisions] == ["Count your fingers.", "Count your toes."]


def test_a_change_taken_back_is_a_third_revision(pack: Path) -> None:
    question = pack / "adding/questions/two-and-two.yaml"
    apply(pack)
    replace(question, "Count your fingers.", "Count your toes.")
    apply(pack)
    write(question, CONCEPTUAL)
    apply(pack)

    hints = [each.question.hint for each in ItemRevision.objects.filter(item__slug="two-and-two").order_by("number")]
    assert hints == ["Count your fingers.", "Count your toes.", "Count your fingers."]


def test_order_and_minutes_follow_the_pack(pack: Path) -> None:
    apply(pack)
    replace(pack / "adding/pattern.yaml", "[two-and-two, plus-sign, why-carry]", "[why-carry, two-and-two]")
    replace(pack / "adding/pattern.yaml", "minutes: 5", "minutes: 7")

    apply(pack)

    mode = Mode.objects.get(slug="cheat-sheet")
    assert mode.minutes == 7
    assert [each.item.slug for each in mode.placements.all()] == ["why-carry", "two-and-two"]


def test_what_left_the_pack_is_told_and_kept(pack: Path) -> None:
    apply(pack)
    (pack / "adding/open.yaml").unlink()
    write(pack / "adding/pattern.yaml", PATTERN[: PATTERN.index("  - mode: challenge")].replace(", why-carry", ""))

    changes = apply(pack)

    assert changes.missing == ["why-carry", "adding/challenge"]
    assert Item.objects.filter(slug="why-carry").exists()
    assert not Mode.objects.get(slug="challenge").placements.exists()


def test_an_edit_made_here_is_kept_until_the_pack_is_asked_for(pack: Path) -> None:
    apply(pack, publish=True)
    item = Item.objects.get(slug="two-and-two")
    edited = item.revisions.get().question.model_copy(update={"hint": "Edited here."})
    save_revision(item, edited, user(), LATER, False)

    assert "two-and-two" in apply(pack, publish=True).unchanged
    replace(pack / "adding/questions/two-and-two.yaml", "Count your fingers.", "Count your toes.")
    assert apply(pack, publish=True).edited_here == ["two-and-two"]
    assert apply(pack, publish=True).edited_here == ["two-and-two"]
    assert [each.question.hint for each in item.revisions.all()] == ["Edited here.", "Count your fingers."]
    assert not item.revisions.get(number=2).publish_when_proven

    apply_packs([read_pack(pack)], publish=True, author=None, now=LATER, overwrite=True)
    assert item.revisions.get(number=3).question.hint == "Count your toes."
    assert apply(pack).edited_here == []


def test_what_was_edited_of_a_pattern_is_kept_until_the_pack_says_something_new(pack: Path) -> None:
    apply(pack)
    Pattern.objects.filter(slug="adding").update(title="Edited here")

    apply(pack)
    assert Pattern.objects.get(slug="adding").title == "Edited here"

    replace(pack / "adding/pattern.yaml", "title: Adding", "title: Adding up")
    apply(pack)
    assert Pattern.objects.get(slug="adding").title == "Adding up"


def test_patterns_may_come_after_those_of_another_pack_in_any_order(pack: Path, tmp_path: Path) -> None:
    packs = [read_pack(second_pack(tmp_path)), read_pack(pack)]

    apply_packs(packs, publish=False, author=None, now=NOW)

    assert [each.slug for each in Pattern.objects.get(slug="times").after.all()] == ["adding"]


def test_nothing_of_a_pack_is_loaded_when_it_names_an_unknown_pattern(pack: Path, tmp_path: Path) -> None:
    other = second_pack(tmp_path)
    apply(pack)
    replace(other / "times/pattern.yaml", "[adding]", "[addign]")

    with pytest.raises(PackInvalid) as refused:
        apply(other)

    (problem,) = refused.value.problems
    assert (problem.line, problem.column, problem.field) == (5, 9, "after.1")
    assert problem.suggestion == "adding"
    assert not Subject.objects.filter(slug="products").exists()


def test_packs_that_wait_for_each_other_are_refused(pack: Path, tmp_path: Path) -> None:
    other = second_pack(tmp_path)
    replace(pack / "adding/pattern.yaml", "modes:\n", "after: [times]\nmodes:\n")

    with pytest.raises(PackInvalid, match="goes round in a circle"):
        apply_packs([read_pack(pack), read_pack(other)], publish=False, author=None, now=NOW)

    assert not Subject.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("slug: times", "slug: adding", "the subject 'sums' has a pattern of this slug already"),
        ("times-two", "two-and-two", "the subject 'sums' has an item 'two-and-two' already"),
    ],
)
def test_a_slug_belongs_to_one_subject(pack: Path, tmp_path: Path, old: str, new: str, complaint: str) -> None:
    apply(pack)
    other = second_pack(tmp_path)
    replace(other / "times/pattern.yaml", old, new)
    if "slug" in old:
        (other / "times").rename(other / "adding")
        replace(other / "adding/pattern.yaml", "after: [adding]\n", "")
    else:
        (other / "times/questions/times-two.yaml").rename(other / f"times/questions/{new}.yaml")

    with pytest.raises(PackInvalid, match=complaint):
        apply(other)

    assert not Subject.objects.filter(slug="products").exists()


def test_an_item_stays_of_its_type(pack: Path) -> None:
    apply(pack)
    (pack / "adding/open.yaml").unlink()
    replace(pack / "adding/cards.yaml", "plus-sign:", "why-carry:\n  {level: beginner, front: F, back: B}\nplus-sign:")

    with pytest.raises(
        PackInvalid, match="'why-carry' is of type open-question in the catalogue, and of type card here"
    ):
        apply(pack)


def test_single_items_come_beside_what_there_is_and_into_no_mode(pack: Path) -> None:
    apply(pack)
    pattern = Pattern.objects.get()
    known = next(item for item in read_pack(pack).items() if item.slug == "two-and-two")

    changes = apply_items(pattern, [known, replaced(known, slug="three-and-one")], author=None, now=LATER)

    assert (changes.unchanged, changes.new, changes.missing) == (["two-and-two"], ["three-and-one"], [])
    assert not Placement.objects.filter(item__slug="three-and-one").exists()
    assert set(ItemRevision.objects.values_list("publish_when_proven", flat=True)) == {False}


def test_an_item_keeps_its_pattern(pack: Path) -> None:
    apply(pack)
    apply(second_pack(pack.parent))
    known = next(item for item in read_pack(pack).items() if item.slug == "two-and-two")

    apply_items(Pattern.objects.get(slug="times"), [known], author=None, now=LATER)

    assert Item.objects.get(slug="two-and-two").pattern.slug == "adding"
