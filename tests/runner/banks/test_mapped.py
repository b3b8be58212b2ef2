"""JSON and CSV through a mapping file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runner.banks.entry import Attribution, Question, Snippet
from runner.errors import BankInvalid
from tests.runner.banks.builders import complaints, only, read, write

OUTPUTS = '[bank]\nfiles = "*.json"\nlicence = "CC BY 4.0"\n[fields]\nid = "uid"\ncode = "program"\noutput = "prints"\n'
CHOICES = """\
[bank]
files = "q/*.csv"
[fields]
id = "id"
stem = "question"
code = "code"
choices = ["a", "b", "c"]
key = "right"
author = "by"
[key]
is = "name"
"""


def row(**changes: object) -> str:
    return json.dumps([{"uid": 7, "program": "print(1)", "prints": "1"} | changes])


def test_json_is_read_by_the_names_that_the_bank_uses(tmp_path: Path) -> None:
    snippet = only(Snippet, read(write(tmp_path, bank_toml=OUTPUTS, a_json=row())))
    assert (snippet.id, snippet.code, snippet.output) == ("7", "print(1)", "1")
    assert snippet.attribution == Attribution(licence="CC BY 4.0")


def test_csv_is_read_row_by_row_with_its_lines(tmp_path: Path) -> None:
    text = 'id,question,code,a,b,c,right,by\n1,"Two\nlines?",,x,y,,b,Ada\n2,Next?,print(1),1,2,3,a,\n'
    first, second = read(write(tmp_path, bank_toml=CHOICES, q__a_csv=text))
    assert isinstance(first, Question)
    assert isinstance(second, Question)
    assert (first.choices, first.key, first.attribution.author, first.place.line) == (("x", "y"), 1, "Ada", 3)
    assert (second.choices, second.key, second.code, second.place.line) == (("1", "2", "3"), 0, "print(1)", 4)


@pytest.mark.parametrize(
    ("told_by", "key", "found"),
    [
        ("text", "y", 1),
        ("name", "2", 1),
        ("number", 2, 1),
        ("index", 1, 1),
        ("letter", "B", 1),
    ],
)
def test_a_key_is_told_in_five_ways(tmp_path: Path, told_by: str, key: object, found: int) -> None:
    mapping = '[bank]\nfiles = "*.json"\nitems = "d.q"\n[fields]\nid = "i"\nstem = "s"\nchoices = "c"\nkey = "k"\n'
    rows = {"d": {"q": [{"i": "x", "s": "Which?", "c": ["x", "y"], "k": key}]}}
    write(tmp_path, bank_toml=f'{mapping}[key]\nis = "{told_by}"\n', a_json=json.dumps(rows))
    assert only(Question, read(tmp_path)).key == found


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"uid": None}, "item 1: field 'uid' is missing, empty or no text"),
        ({"program": ""}, "item 1: field 'program' is empty"),
        ({"program": ["x"]}, "item 1: field 'program' is no text"),
        ({"prints": {}}, "item 1: field 'prints' is missing, empty or no text"),
    ],
)
def test_what_a_row_lacks_is_told_and_the_next_goes_on(tmp_path: Path, changes: object, complaint: str) -> None:
    rows = json.loads(row(**changes)) + json.loads(row())  # type: ignore[arg-type]
    entries = read(write(tmp_path, bank_toml=OUTPUTS, a_json=json.dumps(rows)))
    assert complaints(entries) == {"a.json": complaint}
    assert isinstance(entries[1], Snippet)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "not JSON: Expecting property name"),
        ("[" * 100_000, "not JSON: maximum recursion depth"),
        ("3", "no list at its top"),
        ("[3]", "item 1: no object of fields"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, text: str, complaint: str) -> None:
    (told,) = complaints(read(write(tmp_path, bank_toml=OUTPUTS, a_json=text))).values()
    assert told.startswith(complaint)


def test_csv_that_breaks_off_is_told_after_the_rows_before(tmp_path: Path) -> None:
    write(tmp_path, bank_toml=CHOICES, q__a_csv='id,question,code,a,b,c,right,by\n1,Q?,,x,y,z,b,\n2,"broken')
    entries = read(tmp_path)
    assert isinstance(entries[0], Question)
    assert complaints(entries) == {"q/a.csv": "no CSV after line 2: unexpected end of data"}


def test_csv_in_latin_1_is_told_or_read_as_what_it_is(tmp_path: Path) -> None:
    write(tmp_path, bank_toml=CHOICES)
    (tmp_path / "q").mkdir()
    (tmp_path / "q/a.csv").write_bytes("id,question,code,a,b,c,right,by\n1,caf\xe9?,,x,y,z,b,\n".encode("latin-1"))
    (told,) = complaints(read(tmp_path)).values()
    assert told.startswith("not utf-8")
    assert only(Question, read(tmp_path, encoding="latin-1")).stem == "caf\xe9?"


@pytest.mark.parametrize(
    ("mapping", "complaint"),
    [
        ("bank", "bank.toml: not TOML"),
        ('[bank]\nfiles = "x"\n', "bank.toml: fields: Field required"),
        (OUTPUTS + 'colour = "red"\n', "bank.toml: fields.colour: Extra inputs"),
        (OUTPUTS + 'choices = "c"\n', "either output or choices"),
        (OUTPUTS.replace('code = "program"\n', ""), "output without code"),
        (CHOICES.replace('key = "right"\n', ""), "choices without key"),
        (CHOICES.replace('"name"', '"colour"'), "bank.toml: key.is: Input should be 'text'"),
        ("#" * 70_000, "longer than"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(tmp_path: Path, mapping: str, complaint: str) -> None:
    with pytest.raises(BankInvalid, match=complaint):
        read(write(tmp_path, bank_toml=mapping))


def test_the_format_needs_its_mapping(tmp_path: Path) -> None:
    with pytest.raises(BankInvalid, match=r"needs a bank\.toml"):
        read(tmp_path, "mapped")


def test_json_that_no_mapping_names_is_left_alone(tmp_path: Path) -> None:
    assert read(write(tmp_path, a_json="{")) == []
