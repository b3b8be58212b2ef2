"""Packs on disk for tests: one that is right in every respect, to be broken by a line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACK: Final = """\
slug: sums
title: Sums
domain: Arithmetic
summary: Adding up.
licence: CC BY 4.0
"""

PATTERN: Final = """\
slug: adding
title: Adding
level: beginner
summary: How numbers add up.
modes:
  - mode: cheat-sheet
    minutes: 5
    items: [two-and-two, plus-sign, why-carry]
  - mode: challenge
    minutes: 10
    items:
      - two-and-two
      - print-a-sum
    badge:
      name: Adder
      icon: head-start
      praise: Every sum was right.
"""

CONCEPTUAL: Final = """\
kind: conceptual
title: Two and two
level: beginner
stem: What comes of two and two?
choices:
  - id: four
    text: It is four
    rationale: Count them.
  - id: five
    text: It is five
    rationale: One too many.
key: four
hint: Count your fingers.
explanation:
  steps:
    - Take two and add two.
  final_answer: It is four.
  quick_check: Four minus two is two.
"""

PREDICT: Final = """\
kind: predict-output
title: A printed sum
level: intermediate
stem: What is printed?
snippet:
  source: |
    print(1 + 1)
  runtime: python
choices:
  - id: two
    text: '2'
    rationale: One and one.
  - id: eleven
    text: '11'
    rationale: Joins texts.
key: two
hint: These are numbers.
explanation:
  steps:
    - Both are integers.
  final_answer: It prints two.
  quick_check: Subtract one again.
"""

CARDS: Final = """\
plus-sign:
  level: beginner
  front: What does the plus sign mean?
  back: Adding.
"""

OPEN: Final = """\
why-carry:
  level: advanced
  prompt: Why does one carry?
  nudge: Think of ten.
  concepts: [ten, places]
"""


def write_pack(folder: Path) -> Path:
    """The whole pack in a new folder ``sums`` under ``folder``; returns that."""
    pack = folder / "sums"
    for name, text in {
        "pack.yaml": PACK,
        "adding/pattern.yaml": PATTERN,
        "adding/questions/two-and-two.yaml": CONCEPTUAL,
        "adding/questions/print-a-sum.yaml": PREDICT,
        "adding/cards.yaml": CARDS,
        "adding/open.yaml": OPEN,
    }.items():
        write(pack / name, text)
    return pack


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def replace(path: Path, old: str, new: str) -> None:
    """Changes the one place in the file that says ``old``."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    write(path, text.replace(old, new))
