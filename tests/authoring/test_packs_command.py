"""The packs command: bad input ends with a complaint and a status, and leaves nothing half-done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from pytest_django import Settings

from quizapp.catalog.models import Item, ItemRevision, Mode, Pattern, Placement, Subject
from quizapp.evidence import behind
from quizapp.evidence.explanations import Found
from quizapp.evidence.models import Environment, Evidence
from quizapp.evidence.vetting import digest
from quizapp.runs.models import Run, RunnerHost
from runner.explained import Distractor
from tests.catalog.pack_folders import replace, write_pack
from tests.evidence.builders import judged
from tests.factories import explanations
from tests.factories.content import correct_key
from tests.runs.builders import host_is_up


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path)


def packs(*arguments: str | Path) -> tuple[str, str]:
    """What the command says on its two streams."""
    out, err = StringIO(), StringIO()
    call_command("packs", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def test_check_says_what_a_valid_pack_holds(pack: Path) -> None:
    out, err = packs("check", pack)

    assert out == f"{pack}: 1 patterns, 4 items, valid\n"
    assert err == ""


def test_check_tells_everything_wrong_with_every_pack(pack: Path, tmp_path: Path) -> None:
    replace(pack / "adding/questions/print-a-sum.yaml", "hint:", "hnit:")
    err = StringIO()

    with pytest.raises(CommandError, match="3 problems; nothing was loaded"):
        call_command("packs", "check", str(pack), str(tmp_path / "nowhere"), stderr=err, no_color=True)

    file = pack / "adding/questions/print-a-sum.yaml"
    assert err.getvalue().splitlines() == [
        f"{file}:1:1: hint: is missing",
        f"{file}:17:1: hnit: is not a field here (did you mean 'hint'?)",
        f"{tmp_path / 'nowhere'}: is not a folder",
    ]


def test_check_gives_advice_without_failing(pack: Path) -> None:
    replace(pack / "adding/questions/two-and-two.yaml", "It is five", "None of the above")

    _, err = packs("check", pack)

    assert "all-or-none: choice five says 'None of the above'" in err


@pytest.mark.django_db
def test_apply_loads_drafts_and_says_so() -> None:
    out, _ = packs("apply", settings.SHIPPED_PACKS / "pytorch", settings.SHIPPED_PACKS / "computer-vision")

    new = Subject.objects.count() + Pattern.objects.count() + Item.objects.count()
    assert f"new: {new}, changed: 0, unchanged: 0" in out
    assert set(ItemRevision.objects.values_list("state", flat=True)) == {"draft"}


@pytest.mark.django_db
def test_every_shipped_program_that_is_asked_about_is_explained_by_its_run() -> None:
    packs("apply", settings.SHIPPED_PACKS / "pytorch", settings.SHIPPED_PACKS / "computer-vision")

    asked = [each for each in ItemRevision.objects.select_related("program") if each.program_id is not None]
    behind_each = behind.behind_of(asked)
    assert len(asked) > 60
    assert [each.item.slug for each in asked if (why := behind_each[each.pk].found) is None or why.beside is None] == []


@pytest.mark.django_db
def test_apply_with_publish_puts_out_what_needs_no_proof(pack: Path) -> None:
    out, _ = packs("apply", "--publish", pack)

    assert "published now: 3" in out
    assert "to be proven first: 1" in out
    assert set(Item.objects.ready().values_list("slug", flat=True)) == {"two-and-two", "plus-sign", "why-carry"}
    assert ItemRevision.objects.get(item__slug="print-a-sum").publish_when_proven

    out, _ = packs("apply", "--publish", pack)

    assert "new: 0, changed: 0, unchanged: 6" in out
    assert "published now: 0" in out


@pytest.mark.django_db
def test_nothing_is_applied_when_one_of_the_packs_is_wrong(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(CommandError):
        packs("apply", pack, tmp_path / "other")

    assert not Subject.objects.exists()


@pytest.mark.django_db
def test_export_writes_what_apply_reads(pack: Path, tmp_path: Path) -> None:
    packs("apply", pack)

    out, _ = packs("export", "sums", tmp_path / "out")

    assert out == f"{tmp_path / 'out'}: 6 files\n"
    assert "unchanged: 6" in packs("apply", tmp_path / "out")[0]


@pytest.mark.django_db
def test_export_refuses_an_unknown_subject_and_a_full_folder(pack: Path, tmp_path: Path) -> None:
    packs("apply", pack)

    with pytest.raises(CommandError, match="no subject 'sms'; there are: sums"):
        packs("export", "sms", tmp_path / "out")
    with pytest.raises(CommandError, match="is not an empty folder"):
        packs("export", "sums", pack)


@pytest.mark.django_db
def test_prove_writes_the_evidence_beside_each_pattern(pack: Path) -> None:
    packs("apply", pack)

    out, _ = packs("prove", pack)

    assert "0 proven" in out
    assert json.loads((pack / "adding/evidence.json").read_text())["evidence"] == []


@pytest.fixture
def explained(pack: Path) -> Found:
    """What a run found of the pack's question: one slip for its wrong choice, and one that prints what none lists."""
    packs("apply", pack)
    source = "print(1 + 1)\n"
    return explanations.explain_revision(
        ItemRevision.objects.get(item__slug="print-a-sum"),
        approved=False,
        distractors=(Distractor(choice="eleven", slip=explanations.slip(source, "print('1' + '1')\n", "11")),),
        proposals=(explanations.slip(source, "print(1 + 2)\n", "3"),),
    )


@pytest.mark.django_db
def test_prove_carries_what_was_found_and_approves_nothing(pack: Path, explained: Found) -> None:
    out, _ = packs("prove", pack)

    (why,) = json.loads((pack / "adding/evidence.json").read_text())["explained"]
    assert [each["choice"] for each in why["explained"]["distractors"]] == ["eleven"]
    assert "approved" not in why
    assert "slips approved" not in out


@pytest.mark.django_db
def test_prove_approves_the_slips_of_choices_when_told_and_nothing_else(pack: Path, explained: Found) -> None:
    (slip,) = (digest(each.slip) for each in explained.content.distractors)

    out, _ = packs("prove", pack, "--approve-slips")

    assert out.splitlines()[0] == "slips approved: 1"
    (why,) = json.loads((pack / "adding/evidence.json").read_text())["explained"]
    assert why["approved"] == [slip]
    shown = behind.found(ItemRevision.objects.get(item__slug="print-a-sum"))
    assert shown is not None
    assert [each.choice for each in shown.distractors] == ["eleven"]
    assert shown.proposals == ()
    assert shown.accepted is None


@pytest.mark.django_db
def test_prove_lets_the_run_speak_after_the_pack_when_told(pack: Path, explained: Found) -> None:
    out, _ = packs("prove", pack, "--approve-explanations")

    assert out.splitlines()[0] == "explanations approved: 1"
    shown = behind.found(ItemRevision.objects.get(item__slug="print-a-sum"))
    assert shown is not None
    assert (shown.accepted, shown.beside) == (None, explained.content.explanation)
    assert shown.distractors == ()


@pytest.fixture
def proven_pack(pack: Path) -> Path:
    """With the evidence of another installation beside it, of which nothing else is left."""
    host_is_up()
    packs("apply", pack)
    judged(ItemRevision.objects.get(item__slug="print-a-sum"))
    out, _ = packs("prove", pack)
    assert out == f"{pack / 'adding/evidence.json'}: 1 proven\n"
    rows = (Evidence, Environment, Run, RunnerHost, Placement, ItemRevision, Item, Mode, Pattern, Subject)
    for model in rows:
        QuerySet(model).delete()
    return pack


@pytest.mark.django_db
def test_a_proof_travels_to_an_installation_without_a_runner(proven_pack: Path, settings: Settings) -> None:
    (shown,) = json.loads((proven_pack / "adding/evidence.json").read_text())["evidence"]
    assert (shown["item"], shown["verdict"], shown["output"], shown["runs"]) == ("print-a-sum", "proven", "2\n", 5)
    settings.RUNNER = "none"

    out, err = packs("apply", "--publish", proven_pack)

    assert "published now: 4" in out
    assert err == ""
    assert ItemRevision.objects.get(item__slug="print-a-sum").basis == "proven"


@pytest.mark.django_db
def test_an_installation_with_a_runner_proves_for_itself(proven_pack: Path) -> None:
    out, _ = packs("apply", "--publish", proven_pack)

    assert "published now: 3" in out
    assert "to be proven first: 1" in out
    assert Evidence.objects.get().run is None

    host_is_up()
    judged(ItemRevision.objects.get(item__slug="print-a-sum"))

    assert sorted(each.run is None for each in Evidence.objects.all()) == [False, True]


@pytest.mark.django_db
@pytest.mark.parametrize("runner", ["local", "none"])
def test_a_stale_record_is_one_clear_message_with_a_runner_and_without(
    proven_pack: Path, settings: Settings, runner: str
) -> None:
    settings.RUNNER = runner
    replace(proven_pack / "adding/questions/print-a-sum.yaml", "print(1 + 1)", "print(2 + 0)")

    _, err = packs("apply", "--publish", proven_pack)

    file = proven_pack / "adding/evidence.json"
    assert err == (
        f"{file}: evidence of 'print-a-sum' refused: it is of other content than the pack has now; prove it again\n"
    )
    assert not Evidence.objects.exists()


@pytest.mark.django_db
def test_evidence_of_other_content_is_told_and_left_out(proven_pack: Path, settings: Settings) -> None:
    replace(proven_pack / "adding/questions/print-a-sum.yaml", "print(1 + 1)", "print(2 + 0)")
    settings.RUNNER = "none"

    out, err = packs("apply", "--publish", proven_pack)

    assert "published now: 3" in out
    assert "evidence of 'print-a-sum' refused" in err


@pytest.mark.django_db
def test_prove_refuses_a_pack_that_the_catalogue_does_not_hold(pack: Path) -> None:
    with pytest.raises(CommandError, match="apply the pack first"):
        packs("prove", pack)

    assert not (pack / "adding/evidence.json").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("new_key", "advice"),
    [("eleven", "export the subject, or put the new key into it"), ("", "take it out, it is void")],
)
def test_prove_refuses_a_pack_that_has_a_key_which_was_corrected_here(pack: Path, new_key: str, advice: str) -> None:
    packs("apply", pack)
    correct_key(ItemRevision.objects.get(item__slug="print-a-sum"), new_key)

    with pytest.raises(CommandError, match=f"the key of 'print-a-sum' was corrected here.*{advice}"):
        packs("prove", pack)

    assert not (pack / "adding/evidence.json").exists()


@pytest.mark.django_db
def test_an_exported_subject_with_a_corrected_key_can_be_proven_and_tells_what_is_void(
    pack: Path, tmp_path: Path
) -> None:
    packs("apply", pack)
    correct_key(ItemRevision.objects.get(item__slug="print-a-sum"), "eleven")
    correct_key(ItemRevision.objects.get(item__slug="two-and-two"), "")

    _, err = packs("export", "sums", tmp_path / "out")
    out, _ = packs("prove", tmp_path / "out")

    assert err == "left out, because no choice of it is right any more: two-and-two\n"
    assert "0 proven" in out


@pytest.mark.processes
@pytest.mark.parametrize(("broken", "status"), [(False, 0), (True, 1)])
def test_the_status_tells_a_shell_whether_a_pack_is_right(
    pack: Path, tmp_path: Path, broken: bool, status: int
) -> None:
    if broken:
        replace(pack / "pack.yaml", "title: Sums", "title: 7")
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": settings.SECRET_KEY,
        "QUIZAPP_HOME": str(tmp_path / "home"),
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "packs", "check", str(pack)],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == status, done.stderr
    assert (f"{pack}/pack.yaml:2:8: title: has to be text (did you mean '\"7\"'?)" in done.stderr) is broken


BANK = "## What does this print?\n```python\nprint(1 + 1)\n```\n- [x] 2\n- [ ] 11\n\n## Which?\n- [ ] a\n- [ ] b\n"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """With one question that is right and one that is not, for the pattern of the pack."""
    packs("apply", write_pack(tmp_path))
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank/quiz.md").write_text(BANK, encoding="utf-8")
    return tmp_path / "bank"


@pytest.mark.django_db
@pytest.mark.parametrize(("options", "written"), [((), 0), (("--apply",), 1)])
def test_import_says_what_each_row_becomes_and_writes_only_when_told(
    bank: Path, options: tuple[str, ...], written: int
) -> None:
    before = Item.objects.count()
    out, err = StringIO(), StringIO()
    arguments = ["import", str(bank), "--pattern", "adding", "--licence", "CC BY 4.0", *options]

    with pytest.raises(CommandError, match="1 refused; the others are as said above"):
        call_command("packs", *arguments, stdout=out, stderr=err, no_color=True)

    assert "quiz.md:1: new: quiz-md-" in out.getvalue()
    assert "to be written: choices.says-2.rationale" in out.getvalue()
    assert "new: 1, changed: 0, unchanged: 0, edited here: 0" in out.getvalue()
    assert ("Nothing was written" in out.getvalue()) is (not written)
    assert err.getvalue() == "quiz.md:8: none of its 2 answers ticked; one has to be\n"
    assert Item.objects.count() - before == written


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--pattern", "nowhere"), "there is no pattern 'nowhere'"),
        (("--pattern", "adding", "--format", "mapped"), r"needs a bank\.toml"),
        (("--pattern", "adding", "--encoding", "cobol"), "unknown encoding 'cobol'"),
    ],
)
def test_an_import_that_makes_no_sense_is_refused(bank: Path, arguments: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint):
        packs("import", bank, *arguments)


@pytest.mark.django_db
def test_an_import_without_a_licence_takes_nothing(bank: Path) -> None:
    (bank / "quiz.md").write_text(BANK.replace("- [ ] b", "- [x] b"), encoding="utf-8")
    with pytest.raises(CommandError, match="2 refused"):
        packs("import", bank, "--pattern", "adding", "--apply")
