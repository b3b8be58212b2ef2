"""The contrast of every pair of colours that text and its ground form, in both themes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

CSS: Final = Path(__file__).parents[2] / "static" / "css"
TOKEN: Final = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TOKENS: Final = {name: (light, dark) for name, light, dark in TOKEN.findall((CSS / "tokens.css").read_text())}

TEXT_ON: Final = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent", "accent-strong") for ground in ("page", "sheet", "sunk")),
    *((ink, "accent-soft") for ink in ("ink", "ink-soft", "accent")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    *((tone, ground) for tone in ("right", "wrong", "care") for ground in ("page", "sheet", "sunk", f"{tone}-soft")),
    *((ink, f"{tone}-soft") for ink in ("ink", "ink-soft") for tone in ("right", "wrong", "care")),
    ("sheet", "right"),
    *((name, "code-page") for name in TOKENS if name.startswith("code-") and name != "code-page"),
]
LINES_ON: Final = [
    *((line, ground) for line in ("line-strong", "accent", "mark") for ground in ("page", "sheet")),
    ("right", "right-soft"),
    ("wrong", "wrong-soft"),
]


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_can_be_read(ink: str, ground: str, theme: int) -> None:
    assert _contrast(TOKENS[ink][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), LINES_ON)
def test_edges_of_controls_can_be_seen(line: str, ground: str, theme: int) -> None:
    assert _contrast(TOKENS[line][theme], TOKENS[ground][theme]) >= 3


def test_colours_stand_in_one_file_only() -> None:
    for sheet in CSS.glob("*.css"):
        if sheet.name != "tokens.css":
            colours = re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgb\(", sheet.read_text())
            assert set(colours) <= {"#fff"}, sheet.name  # paper is white


def test_every_colour_that_is_used_is_defined() -> None:
    defined = set(re.findall(r"(--[a-z0-9-]+):", (CSS / "tokens.css").read_text()))
    for sheet in CSS.glob("*.css"):
        text = sheet.read_text()
        own = set(re.findall(r"(--[a-z0-9-]+):", text))
        assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) <= defined | own, sheet.name
