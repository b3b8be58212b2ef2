"""What a name may be, who may have it, and what a refusal does."""

from __future__ import annotations

import sys
import threading
import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from quizapp.accounts import names
from quizapp.accounts.errors import NameNeedsAccount, NameNotAllowed, NameReserved, NameTaken, NameUnfit
from quizapp.accounts.likeness import likeness
from quizapp.accounts.models import Learner, RefusedName
from tests.factories.people import NOW, guest, member, user

ZALGO = "Z" + "\u0300\u0301\u0302\u0303\u0304" * 3 + "algo"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada \t  Lovelace ", "Ada Lovelace"),
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("O’Brien-Smith Jr.", "O’Brien-Smith Jr."),
        ("Владимир", "Владимир"),
        ("Ελένη", "Ελένη"),
        ("山田 太郎", "山田 太郎"),
        ("さくらサクラ桜", "さくらサクラ桜"),
        ("김민준", "김민준"),
        ("สมชาย", "สมชาย"),
        ("प्रिया", "प्रिया"),
        ("محمد", "محمد"),
        ("ada_42", "ada_42"),
        ("Ａｄａ", "Ada"),
        ("𝐀𝐝𝐚", "Ada"),
        ("Ad\u200ba\u200d\ufeff", "Ada"),
        ("abc\u202edef", "abcdef"),
        ("\u2067Ada\u2069", "Ada"),
        ("Ada\u3164\ufe0f", "Ada"),
        ("x" * 40, "x" * 40),
        ("e\u0301" * 40, "é" * 40),
    ],
)
def test_name_is_shown_as_typed_without_what_is_not_seen(typed: str, shown: str) -> None:
    assert names.cleaned(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="spaces"),
        pytest.param("a", id="one letter"),
        pytest.param("a.", id="one letter and a sign"),
        pytest.param("42", id="digits only"),
        pytest.param("x" * 41, id="too long"),
        pytest.param("x" * 5000, id="5,000 characters"),
        pytest.param("\ufdfa" * 3, id="long once evened"),
        pytest.param("\u200b" * 50, id="nothing that is seen"),
        pytest.param("\u3164\u115f\u1160", id="letters drawn as nothing"),
        pytest.param("Ada 🦦", id="emoji"),
        pytest.param("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", id="emoji joined"),
        pytest.param("<b>Ada</b>", id="markup"),
        pytest.param("Ada\x00Lovelace", id="null"),
        pytest.param("Ada\x1b[31m", id="escape"),
        pytest.param("Ada\ud800", id="half a surrogate"),
        pytest.param("-Ada", id="sign first"),
        pytest.param(ZALGO, id="zalgo"),
        pytest.param("Аda", id="Cyrillic and Latin"),
        pytest.param("Αda", id="Greek and Latin"),
        pytest.param("Ada さくら Владимир", id="three scripts"),
        pytest.param("ada@example.org", id="address"),
        pytest.param("https://spam.example", id="link"),
    ],
)
def test_unfit_name_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(NameUnfit, match=r"\.$"):
        names.cleaned(typed)


@given(st.text(max_size=60))
def test_every_text_is_either_a_clean_name_or_unfit(typed: str) -> None:
    try:
        name = names.cleaned(typed)
    except NameUnfit:
        return
    assert names.cleaned(name) == name
    assert 2 <= len(name) <= names.LONGEST
    assert likeness(name)
    assert not any(unicodedata.category(c) in {"Cf", "Cc", "Cs", "Co", "Cn"} for c in name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada", "ADA"),
        ("Ada", "a d a"),
        ("Ada", "A.d-a_"),
        ("Ada", "Àdá"),
        ("Ada", "Ａｄａ"),
        ("Ada", "Аԁа"),
        ("Copax", "Сорах"),
        ("Pyotr", "Руоtr"),
        ("Bill", "BiII"),
        ("Bill", "Bi1l"),
        ("Bob", "B0b"),
        ("Amalia", "Arnalia"),
        ("Straße", "STRASSE"),
        ("Ηρα", "ηρα"),
        ("Søren", "Soren"),
        ("Łukasz", "Lukasz"),
        ("Ann ٣", "Ann 3"),
    ],
)
def test_names_that_look_alike_have_one_likeness(one: str, other: str) -> None:
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(("one", "other"), [("Ada", "Ida B"), ("Anna", "Hanna"), ("Ada 1", "Ada 2"), ("太郎", "次郎")])
def test_names_that_differ_have_two(one: str, other: str) -> None:
    assert likeness(one) != likeness(other)


def test_no_letter_has_a_likeness_too_long_for_its_column() -> None:
    room = Learner._meta.get_field("chosen_name_key").max_length
    assert room is not None
    for code in range(sys.maxunicode + 1):
        letter = unicodedata.normalize("NFKC", chr(code))
        if len(letter) == 1:
            assert len(likeness(letter)) * names.LONGEST <= room, hex(code)


@pytest.mark.django_db
class TestChoosing:
    """Names and the people who want them."""

    def test_chosen_name_is_what_others_see(self) -> None:
        ada = member("Quiet Heron 1")
        names.choose_name(ada, " Ada ", NOW)
        assert Learner.objects.get(pk=ada.pk).public_name == ada.public_name == "Ada"

    def test_guest_goes_by_the_pseudonym(self) -> None:
        with pytest.raises(NameNeedsAccount):
            names.choose_name(guest(), "Ada", NOW)

    @pytest.mark.parametrize("wanted", ["Ada", "ada", "Аԁа", "A d a", "Adа\u200b"])
    def test_name_or_one_like_it_is_had_by_one_only(self, wanted: str) -> None:
        names.choose_name(member(), "Ada", NOW)
        other = member()
        with pytest.raises(NameNotAllowed):
            names.choose_name(other, wanted, NOW)
        other.refresh_from_db()
        assert other.public_name == other.pseudonym

    def test_own_name_may_be_written_anew(self) -> None:
        ada = member()
        names.choose_name(ada, "Ada", NOW)
        names.choose_name(ada, "ADA", NOW)
        assert ada.public_name == "ADA"

    def test_name_given_up_is_free(self) -> None:
        ada, eve = member(), member()
        names.choose_name(ada, "Ada", NOW)
        names.drop_name(ada)
        assert ada.public_name == ada.pseudonym
        names.choose_name(eve, "Ada", NOW)
        assert eve.public_name == "Ada"

    @pytest.mark.parametrize(
        "wanted",
        ["admin", "ADMIN", "Adm1n", "admin 7", "The Admin", "Staff", "Moderator_2", "nobody", "Anonymous", "qu1zapp"],
    )
    def test_names_of_office_are_reserved(self, wanted: str) -> None:
        with pytest.raises(NameReserved):
            names.choose_name(member(), wanted, NOW)

    @pytest.mark.parametrize("wanted", ["Patient Otter 4821", "PatientOtter", "patient-otter 12", "Patlent 0tter 1"])
    def test_pseudonyms_are_not_for_choosing(self, wanted: str) -> None:
        with pytest.raises(NameReserved):
            names.choose_name(member(), wanted, NOW)

    @pytest.mark.parametrize("wanted", ["Patient", "Otter", "Patient Ada", "Judy", "Ada Bott"])
    def test_words_of_pseudonyms_and_offices_may_be_part_of_names(self, wanted: str) -> None:
        names.choose_name(member(), wanted, NOW)


@pytest.mark.django_db
class TestRefusing:
    """Staff take a name back."""

    def test_refused_name_gives_way_to_the_pseudonym(self) -> None:
        ada = member()
        names.choose_name(ada, "Unkind", NOW)
        assert names.refuse_name(ada, user(), NOW)
        assert ada.public_name == Learner.objects.get(pk=ada.pk).public_name == ada.pseudonym

    def test_refused_name_is_nobodys_even_when_its_bearer_goes_by_another(self) -> None:
        ada, eve = member(), member()
        names.choose_name(ada, "Unkind", NOW)
        names.refuse_name(ada, user(), NOW)
        for learner in (ada, eve):
            with pytest.raises(NameTaken):
                names.choose_name(learner, "unkind", NOW)
        names.choose_name(ada, "Ada", NOW)
        assert ada.public_name == "Ada"
        for learner in (ada, eve):
            with pytest.raises(NameTaken):
                names.choose_name(learner, "Un kind", NOW)
        assert ada.public_name == "Ada"

    def test_released_name_is_its_bearers_again(self) -> None:
        ada = member()
        names.choose_name(ada, "Kind", NOW)
        names.refuse_name(ada, user(), NOW)
        names.release_name(RefusedName.objects.get())
        ada.refresh_from_db()
        assert ada.public_name == "Kind"

    def test_nothing_is_refused_where_no_name_is_chosen(self) -> None:
        assert not names.refuse_name(member(), user(), NOW)
        assert not RefusedName.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_at_once_one_has_the_name() -> None:
    learners = [member() for _ in range(4)]
    gate = threading.Barrier(len(learners))
    outcomes: list[str] = []

    def ask(learner: Learner) -> None:
        gate.wait()
        try:
            names.choose_name(learner, "Ada", NOW)
            outcomes.append("had")
        except NameTaken:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[learner]) for learner in learners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["had", "taken", "taken", "taken"]
    assert Learner.objects.filter(chosen_name="Ada").count() == 1
