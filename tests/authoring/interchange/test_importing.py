"""Rows go into the catalogue as drafts, once each, and come out again with whose they are."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from quizapp.authoring.interchange.drafting import Terms
from quizapp.authoring.interchange.importing import Row, take_over
from quizapp.catalog.exporting import export_subject
from quizapp.catalog.loading import read_pack
from quizapp.catalog.models import Item, ItemRevision, Pattern
from quizapp.catalog.revising import save_revision
from quizapp.evidence import gate
from runner.banks import formats
from runner.banks.entry import Attribution
from tests.evidence.builders import pattern
from tests.runner.banks.builders import write
from tests.runs.builders import NOON

pytestmark = pytest.mark.django_db

TERMS = Terms("quiz", "beginner", Attribution("https://example.org", "Ada", "CC BY 4.0"))
BANK = """\
## What does this print?
```python
print(1 + 1)
```
- [x] 2
- [ ] 11

## Which is a list?
- [ ] ()
- [x] []
"""


def taken(folder: Path, *, apply: bool = True, of: Pattern | None = None) -> list[Row]:
    entries = formats.read(folder)
    return list(take_over(entries, of or pattern(), TERMS, now=NOON, write=apply))


def done(rows: list[Row]) -> list[str]:
    return [row.refused or row.done for row in rows]


def test_a_dry_run_says_all_and_writes_nothing(tmp_path: Path) -> None:
    rows = taken(write(tmp_path, a_md=BANK), apply=False)
    assert done(rows) == ["new", "new"]
    assert "hint" in rows[0].lacks
    assert not Item.objects.exists()


def test_applied_it_makes_drafts_that_the_gate_keeps(tmp_path: Path) -> None:
    taken(write(tmp_path, a_md=BANK))
    assert set(ItemRevision.objects.values_list("state", "publish_when_proven")) == {("draft", False)}
    for revision in ItemRevision.objects.all():
        assert "to be written first" in gate.standing(revision).reason


def test_again_it_changes_nothing_and_a_changed_source_makes_a_revision(tmp_path: Path) -> None:
    taken(write(tmp_path, a_md=BANK))
    assert done(taken(tmp_path)) == ["unchanged", "unchanged"]
    assert done(taken(write(tmp_path, a_md=BANK.replace("()", "{}")))) == ["unchanged", "changed"]
    assert (Item.objects.count(), ItemRevision.objects.count()) == (2, 3)


def test_what_was_written_here_meanwhile_is_kept(tmp_path: Path) -> None:
    (row, _) = taken(write(tmp_path, a_md=BANK))
    item = Item.objects.get(slug=row.slug)
    revision = item.revisions.get()
    edited = revision.question.model_copy(update={"hint": "Add."})
    save_revision(item, edited, None, NOON, False)
    assert done(taken(tmp_path)) == ["unchanged", "unchanged"]
    assert done(taken(write(tmp_path, a_md=BANK.replace("11", "12")))) == ["edited here", "unchanged"]
    assert item.revisions.count() == 2


def test_an_item_that_was_moved_stays_where_it_is(tmp_path: Path) -> None:
    taken(write(tmp_path, a_md=BANK), of=pattern("first"))
    assert done(taken(tmp_path, of=pattern("second"))) == ["unchanged", "unchanged"]
    assert set(Item.objects.values_list("pattern__slug", flat=True)) == {"first"}


def test_a_wrong_row_is_told_with_its_place_and_the_others_go_on(tmp_path: Path) -> None:
    mapping = '[bank]\nfiles = "*.csv"\n[fields]\nid = "id"\ncode = "code"\noutput = "out"\n'
    rows = f"1,print(1),1\n2,,2\n1,print(3),3\n4,print(4),{'4' * 700}\n5,print(5),5\n"
    told = taken(write(tmp_path, bank_toml=mapping, a_csv=f"id,code,out\n{rows}"))
    assert [str(row.place) for row in told] == [f"a.csv:{line}" for line in range(2, 7)]
    assert done(told) == [
        "new",
        "row 2: field 'code' is empty",
        "its id '1' is that of a.csv:2 too",
        told[3].refused,
        "new",
    ]
    assert "choices.0.text: string should have at most 600 characters" in told[3].refused
    assert Item.objects.count() == 2


def test_whose_it_is_comes_out_again(tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    (row, _) = taken(write(tmp_path / "bank", a_md=BANK))
    subject = pattern().subject
    subject.summary, subject.licence = "Sums.", "MIT"
    subject.save()
    pattern().modes.create(slug="practice", minutes=5)

    export_subject(subject, tmp_path / "python")

    written = yaml.safe_load((tmp_path / f"python/sums/questions/{row.slug}.yaml").read_text())
    assert written["origin"] == {
        "bank": "quiz",
        "id": next(iter(ItemRevision.objects.filter(item__slug=row.slug))).question.origin.id,  # type: ignore[union-attr]
        "source": "https://example.org",
        "author": "Ada",
        "licence": "CC BY 4.0",
    }
    again = {item.slug: item.content for item in read_pack(tmp_path / "python").items()}
    assert again[row.slug] == ItemRevision.objects.get(item__slug=row.slug).body


def test_a_slug_that_another_type_of_item_has_is_told(tmp_path: Path) -> None:
    (row, _) = taken(write(tmp_path, a_md=BANK), apply=False)
    Item.objects.create(slug=row.slug, pattern=pattern(), type="card")
    assert done(taken(tmp_path)) == [f"{row.slug} is of type card, and the content of type question", "new"]
