"""What has to agree between the files of a pack."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders

from quizapp.catalog.errors import PackProblem
from quizapp.catalog.ordering import find_circle
from quizapp.catalog.pack_contents import ItemContents, PatternContents
from quizapp.catalog.yaml_reader import FieldPath, did_you_mean

HOLDS: Final = {
    "lesson": frozenset({"lesson"}),
    "cheat-sheet": frozenset({"card", "question", "open-question"}),
    "flashcards": frozenset({"card"}),
    "explain": frozenset({"open-question"}),
    "practice": frozenset({"question"}),
    "challenge": frozenset({"question"}),
    "test": frozenset({"question"}),
}
"""The types of item that each mode has pages for."""

ENOUGH_TO_DRAW_FROM: Final = 24
"""Questions of a test, so that whoever takes it again meets others."""


def cross_check(
    patterns: Sequence[PatternContents], broken: Collection[str]
) -> tuple[list[PackProblem], list[PackProblem]]:
    """Problems and warnings; ``broken`` names the files that could not be read, whose items are not called unknown."""
    problems = [
        *_doubled_items(patterns),
        *_unknown_items(patterns, broken),
        *_items_of_wrong_type(patterns),
        *_missing_icons(patterns),
        *_circles(patterns),
    ]
    return problems, [*_unused_items(patterns), *_small_tests(patterns)]


def _items(patterns: Sequence[PatternContents]) -> dict[str, ItemContents]:
    return {item.slug: item for pattern in patterns for item in pattern.items}


def _doubled_items(patterns: Sequence[PatternContents]) -> Iterator[PackProblem]:
    first: dict[str, ItemContents] = {}
    for item in (item for pattern in patterns for item in pattern.items):
        if item.slug in first:
            message = f"the item {item.slug!r} stands in {first[item.slug].file} too"
            yield PackProblem(item.file, item.line, 1, "", message)
        first.setdefault(item.slug, item)


def _unknown_items(patterns: Sequence[PatternContents], broken: Collection[str]) -> Iterator[PackProblem]:
    items = _items(patterns)
    for pattern in patterns:
        for path, _, slug in _references(pattern):
            if slug not in items and not _may_be_in(pattern, slug, broken):
                message = f"there is no item {slug!r} in this pack"
                yield pattern.marks.problem(path, message, did_you_mean(slug, list(items)))


def _may_be_in(pattern: PatternContents, slug: str, broken: Collection[str]) -> bool:
    own = (f"questions/{slug}.yaml", "cards.yaml", "open.yaml", "lesson.yaml")
    return any(str(pattern.folder / name) in broken for name in own)


def _items_of_wrong_type(patterns: Sequence[PatternContents]) -> Iterator[PackProblem]:
    items = _items(patterns)
    for pattern in patterns:
        for path, mode, slug in _references(pattern):
            if slug in items and items[slug].content.type not in HOLDS.get(mode, frozenset()):
                held = " and ".join(f"{type_}s" for type_ in sorted(HOLDS.get(mode, ()))) or "nothing"
                message = f"{slug!r} is of type {items[slug].content.type}, and a {mode} holds {held} only"
                yield pattern.marks.problem(path, message)


def _unused_items(patterns: Sequence[PatternContents]) -> Iterator[PackProblem]:
    used = {slug for pattern in patterns for _, _, slug in _references(pattern)}
    for slug, item in _items(patterns).items():
        if slug not in used:
            yield PackProblem(item.file, item.line, 1, "", f"no mode uses the item {slug!r}")


def _small_tests(patterns: Sequence[PatternContents]) -> Iterator[PackProblem]:
    for pattern in patterns:
        for number, mode in enumerate(pattern.pattern.modes):
            if mode.mode == "test" and len(mode.items) < ENOUGH_TO_DRAW_FROM:
                message = f"a test draws from at least {ENOUGH_TO_DRAW_FROM} questions, and here are {len(mode.items)}"
                yield pattern.marks.problem(("modes", number, "items"), message)


def _missing_icons(patterns: Sequence[PatternContents]) -> Iterator[PackProblem]:
    for pattern in patterns:
        for index, mode in enumerate(pattern.pattern.modes):
            if mode.badge is not None and finders.find(f"badges/{mode.badge.icon}.svg") is None:
                message = f"there is no drawing static/badges/{mode.badge.icon}.svg"
                path = ("modes", index, "badge", "icon")
                yield pattern.marks.problem(path, message, did_you_mean(mode.badge.icon, _icons()))


def _icons() -> list[str]:
    names = [Path(name) for finder in finders.get_finders() for name, _ in finder.list([])]
    return [name.stem for name in names if name.parent.name == "badges" and name.suffix == ".svg"]


def _circles(patterns: Sequence[PatternContents]) -> Iterator[PackProblem]:
    after = {each.pattern.slug: each.pattern.after for each in patterns}
    for each in patterns:
        if circle := find_circle(each.pattern.slug, lambda slug: after.get(slug, ())):
            yield each.marks.problem(("after",), f"goes round in a circle: {' after '.join(circle)}")


def _references(pattern: PatternContents) -> Iterator[tuple[FieldPath, str, str]]:
    for number, mode in enumerate(pattern.pattern.modes):
        for index, slug in enumerate(mode.items):
            yield ("modes", number, "items", index), mode.mode, slug
