"""Questions in Markdown with ticked answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from runner.banks.entry import Question
from tests.runner.banks.builders import complaints, only, read, write

BANK = """\
# A quiz

#### Q1. What does this print?

```python
print(1 +
      1)
```

- [ ] `11`
- [x] `2`
- [ ] an error,
      which stops it

#### Q2: Which loss fits?
See below.

```text
not code
```

* [X] Cross-entropy
* [ ] ```py
      loss(x)
      ```

[Reference](https://example.org)

#### Without a list
"""


def test_heading_code_and_list_make_a_question(tmp_path: Path) -> None:
    first, second = read(write(tmp_path, a_md=BANK))
    assert isinstance(first, Question)
    assert isinstance(second, Question)
    assert (first.id, first.place.line, first.stem) == ("a.md#q1", 3, "What does this print?")
    assert first.code == "print(1 +\n      1)"
    assert (first.choices, first.key) == (("11", "2", "an error,\nwhich stops it"), 1)
    assert (second.id, second.code) == ("a.md#q2", "")
    assert second.stem == "Which loss fits?\nSee below.\nnot code"
    assert second.choices[0] == "Cross-entropy"
    assert "loss(x)" in second.choices[1]


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ("- [ ] a\n- [ ] b\n", "none of its 2 answers ticked; one has to be"),
        ("- [x] a\n- [x] b\n", "2 of its 2 answers ticked; one has to be"),
    ],
)
def test_a_question_without_one_right_answer_is_told_and_the_next_goes_on(
    tmp_path: Path, answers: str, complaint: str
) -> None:
    entries = read(write(tmp_path, a_md=f"## A\n{answers}\n## B\n- [x] a\n- [ ] b\n"))
    assert complaints(entries) == {"a.md:1": complaint}
    assert isinstance(entries[1], Question)


def test_lists_without_headings_are_questions_of_their_own(tmp_path: Path) -> None:
    entries = read(write(tmp_path, a_md="One?\n- [x] a\n- [ ] b\n\nTwo?\n- [ ] a\n- [x] b\n"))
    assert [(each.stem, each.key) for each in entries if isinstance(each, Question)] == [("One?", 0), ("Two?", 1)]


def test_an_id_stays_when_a_question_comes_before_it(tmp_path: Path) -> None:
    text = "## Which?\n- [x] a\n- [ ] b\n"
    before = only(Question, read(write(tmp_path, a_md=text))).id
    after = read(write(tmp_path, a_md=f"## Other?\n- [x] c\n- [ ] d\n{text}"))[1]
    assert isinstance(after, Question)
    assert after.id == before


def test_two_questions_that_read_the_same_have_two_ids(tmp_path: Path) -> None:
    entries = read(write(tmp_path, a_md="## Which?\n- [x] a\n- [ ] b\n" * 2))
    assert len({each.id for each in entries if isinstance(each, Question)}) == 2


def test_a_list_of_things_to_do_is_told_for_what_it_is(tmp_path: Path) -> None:
    assert list(complaints(read(write(tmp_path, a_md="# To do\n- [ ] write\n- [ ] test\n")))) == ["a.md:1"]
