"""Sentences are made from their wording and carry what a translation needs, and no more."""

import re
from pathlib import Path
from string import Formatter

import pytest

from runner import explanation
from runner.explained import Seen
from runner.explanation import saying
from runner.wording import WORDING


def test_a_sentence_carries_the_values_of_its_wording_and_no_others() -> None:
    sentence = saying.say("runs", (3, 1, 3), line=6, passes=62, unused="x")
    assert (sentence.text, sentence.values) == ("Line 6 runs 62 times.", {"line": "6", "passes": "62"})
    assert sentence.cites == (1, 3)


def test_every_wording_is_used_and_every_use_has_one() -> None:
    folder = Path(next(iter(explanation.__path__)))
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    quoted = set(re.findall(r'"([a-z][a-z-]*)"', source)) | {
        f"{kind}{suffix}" for kind in ("convolution", "pool") for suffix in ("", "-two", "-along")
    }
    assert sorted(set(WORDING) - quoted) == []
    assert sorted(set(re.findall(r'\bsay\(\s*"([a-z-]+)"', source)) - set(WORDING)) == []


@pytest.mark.parametrize("message", WORDING)
def test_a_wording_is_one_plain_sentence_or_two(message: str) -> None:
    text = WORDING[message]
    assert text.endswith(".")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", message)
    assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(text))
    assert "!" not in text
    assert ";" not in text


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        (Seen(kind="number", type="int", text="11181642"), "11,181,642"),
        (Seen(kind="number", type="int", text="5130"), "5130"),
        (Seen(kind="number", type="float", text="0.5"), "0.5"),
        (Seen(kind="text", type="str", text="'cat'"), "`'cat'`"),
        (Seen(kind="container", type="list", text="[1, 2]"), "`[1, 2]`"),
        (Seen(kind="container", type="list", text="[Tensor(2) int64 [1, 2]]"), "`[[1, 2]]`"),
        (Seen(kind="container", type="dict", text="{'a': Tensor() float32 -0.5}"), "`{'a': -0.5}`"),
        (Seen(kind="container", type="list", text="[Tensor(3) bool]"), "`[a tensor of shape (3,)]`"),
        (Seen(kind="other", type="NoneType", text="None"), "`None`"),
        (Seen(kind="tensor", type="torch.Tensor", text="", shape=(2, 3)), "a tensor of shape (2, 3)"),
        (Seen(kind="tensor", type="torch.Tensor", text="", shape=(2,), values="[1, 2]"), "`[1, 2]`"),
    ],
)
def test_values_are_written_as_a_reader_expects_them(seen: Seen, shown: str) -> None:
    assert saying.value(seen) == shown


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{'a': Tensor(2) int64 [1, 2], 'b': Tensor(3) bool}", ["a", "b"]),
        ("{'a': Tensor(2) int64, 'b': 3}", []),
        ("{'a': Tensor(2) int64, … 30 in all}", []),
        ("['a', 'b']", []),
    ],
)
def test_a_mapping_to_tensors_is_told_by_its_keys(text: str, names: list[str]) -> None:
    assert saying.keys(Seen(kind="container", type="dict", text=text)) == names


def test_lists_shapes_and_products_read_like_speech_and_python() -> None:
    assert saying.listed(["a", "b", "c"]) == "a, b and c"
    assert saying.shape((3,)) == "(3,)"
    assert saying.shape(()) == "()"
    assert saying.product((4, 14, 14)) == "4 × 14 × 14 = 784"
