"""YAML means what version 1.2 says, and nothing hostile gets through."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from quizapp.catalog import yaml_reader
from quizapp.catalog.errors import YamlInvalid
from quizapp.catalog.yaml_reader import Position, did_you_mean, parse


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("y", "y"),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("010", 10),
        ("-7", -7),
        ("+3", 3),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1e-3", 0.001),
        ("1E5", 100000.0),
        ("5e-324", 5e-324),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.inf", -math.inf),
        (".INF", math.inf),
        ("2026-11-21", "2026-11-21"),
        ("<<", "<<"),
        ("=", "="),
        ("'010'", "010"),
        ('"true"', "true"),
        ("! 12", "12"),
        ("!!str 12", "12"),
        ("1.2.3", "1.2.3"),
        ("0b11", "0b11"),
        ("1e", "1e"),
        ("[1, no, 1e-3]", [1, "no", 0.001]),
        ("{no: off}", {"no": "off"}),
    ],
)
def test_scalars_mean_what_version_1_2_says(written: str, meant: Any) -> None:
    value = parse(f"value: {written}\n", "file.yaml").value["value"]

    assert value == meant
    assert type(value) is type(meant)


def test_not_a_number_is_a_float() -> None:
    assert math.isnan(parse("value: .NaN", "file.yaml").value["value"])


def test_every_key_and_value_knows_its_place() -> None:
    data = parse("title: A\nchoices:\n  - id: one\n    text: x\n  -   id: two\n", "file.yaml")

    assert data.at_key(("choices", 0, "text")) == Position(4, 5)
    assert data.at_value(("choices", 0, "text")) == Position(4, 11)
    assert data.at_key(("choices", 1)) == Position(5, 7)
    assert data.at_value(("choices", 1, "rationale")) == Position(5, 7)
    assert data.at_value(("nothing", "like", "it")) == Position(1, 1)


def test_aliases_are_followed() -> None:
    data = parse("first: &kept {rate: 1e-3}\nsecond: *kept\nthird: &word no\nfourth: *word\n", "file.yaml")

    assert data.value["second"] == {"rate": 0.001}
    assert data.value["fourth"] == "no"


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "line", "column", "complaint"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "stands twice, first in line 1"),
        ("a:\n  b: 1\n  b: 2\n", 3, 3, "stands twice, first in line 2"),
        ("a: [1, 2\n", 2, 1, "not YAML"),
        ("a: 1\n\tb: 2\n", 2, 1, "not YAML"),
        ("a: 1\n---\nb: 2\n", 2, 1, "one document"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "tag"),
        ("a: !!binary aGk=\n", 1, 4, "tag"),
        ("a: !secret x\n", 1, 4, "tag"),
        ("1: x\n", 1, 1, "is not text; put it in quotes"),
        ("true: x\n", 1, 1, "is not text; put it in quotes"),
        ("? [1, 2]\n: x\n", 1, 3, "a key has to be plain text"),
        ("a: *nowhere\n", 1, 4, "stands for nothing"),
        ("a: b\nc: \x07\n", 2, 4, "not YAML"),
        ('a: "\\0"\n', 1, 4, "NUL"),
        ('a: "\\ud800"\n', 1, 7, "not YAML"),
        ("a: " + "[" * 5000, 1, 28, "nested more than"),
        ("a: " + "9" * 5000, 1, 4, "digits"),
        ("a: &a [*a]\n", 1, 8, "nested more than"),
        ("# only a word\n", 0, 0, "nothing but comments"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_place(text: str, line: int, column: int, complaint: str) -> None:
    with pytest.raises(YamlInvalid) as refused:
        parse(text, "file.yaml")

    problem = refused.value.problems[0]
    assert complaint in problem.message
    assert (problem.line, problem.column) == (line, column)


def test_aliases_cannot_be_used_to_fill_the_memory() -> None:
    with pytest.raises(YamlInvalid, match="aliases more than"):
        parse(LAUGHS, "file.yaml")


def test_many_values_are_refused() -> None:
    with pytest.raises(YamlInvalid, match="more than 50000 values"):
        parse("a: [" + "1," * 60_000 + "]", "file.yaml")


def test_many_values_behind_an_anchor_are_refused() -> None:
    with pytest.raises(YamlInvalid, match="more than 50000 values"):
        parse("a: &a [" + "1," * 120_000 + "]", "file.yaml")


def test_all_doubled_keys_are_told_at_once() -> None:
    with pytest.raises(YamlInvalid) as refused:
        parse("a: 1\na: 2\nb: 1\nb: 2\n", "file.yaml")

    assert [problem.line for problem in refused.value.problems] == [2, 4]


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"title: caf\xe9\n", "is not UTF-8"),
        (b"\xff\xfet\x00", "is not UTF-8"),
        (b"x" * (yaml_reader.MAX_BYTES + 1), "is larger than"),
    ],
)
def test_odd_files_are_refused(tmp_path: Path, raw: bytes, complaint: str) -> None:
    file = tmp_path / "odd.yaml"
    file.write_bytes(raw)

    with pytest.raises(YamlInvalid, match=complaint):
        yaml_reader.read(file)


def test_the_place_of_a_broken_byte_is_told(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("title: ok\nstem: é caf".encode() + b"\xe9\n")

    with pytest.raises(YamlInvalid) as refused:
        yaml_reader.read(file)

    assert (refused.value.problems[0].line, refused.value.problems[0].column) == (2, 12)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "windows.yaml"
    file.write_bytes(b"\xef\xbb\xbfsource: |\r\n  one\r\n  two\r\n")

    assert yaml_reader.read(file).value == {"source": "one\ntwo\n"}


def test_a_missing_file_is_a_complaint(tmp_path: Path) -> None:
    with pytest.raises(YamlInvalid, match="cannot be read"):
        yaml_reader.read(tmp_path / "nowhere.yaml")


def test_a_slip_of_the_pen_finds_what_was_meant() -> None:
    assert did_you_mean("colour", ["color", "stem"]) == "color"
    assert did_you_mean("zebra", ["color", "stem"]) == ""
