"""Questions in Markdown: a heading, maybe a block of code, and a list in which the right answer is ticked.

### What does this print?
```python
print(1 + 1)
```
- [ ] 11
- [x] 2
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from runner.banks.entry import Entry, Place, Question, Unread
from runner.banks.files import File
from runner.message import digest_of

ABOUT: Final = "questions in Markdown whose right answer is ticked: - [x]"

_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*$")
_ANSWER: Final = re.compile(r"^(\s*)[-*+][ \t]+\[([ xX])\][ \t]*(.*)$")
_FENCE: Final = re.compile(r"^(\s*)(```+|~~~+)[ \t]*([\w+-]*)")
_NUMBER: Final = re.compile(r"^(?:Q(?:uestion)?\s*)?(\d+)\s*[.):]\s*", re.IGNORECASE)
_PYTHON: Final = frozenset({"", "python", "python3", "py", "py3"})


@dataclass
class _Being:
    """A question while its lines are read."""

    line: int
    heading: str
    stem: list[str] = field(default_factory=list)
    code: list[list[str]] = field(default_factory=list)
    answers: list[tuple[bool, list[str]]] = field(default_factory=list)


def takes(file: File) -> bool:
    return file.path.suffix.lower() in {".md", ".markdown"}


def read(file: File) -> Iterator[Entry]:
    text = file.text()
    if not any(_ANSWER.match(line) for line in text.split("\n")):
        return
    seen: dict[str, int] = {}
    for being in _questions(text.split("\n")):
        yield _entry(being, file, seen)


def _questions(lines: Sequence[str]) -> Iterator[_Being]:
    """Every stretch between two headings that has answers; a list after other text begins a question of its own."""
    being = _Being(1, "")
    for number, line, fence in _fenced(lines):
        heading = None if fence else _HEADING.match(line)
        aside = bool(being.answers and line.strip()) and not fence and not line.startswith((" ", "\t"))
        if heading or (aside and not _ANSWER.match(line)):
            if being.answers:
                yield being
            being = _Being(number, heading[1] if heading else "")
        if fence:
            _keep_code(being, fence, line)
        elif not heading:
            _keep(being, line)
    if being.answers:
        yield being


def _fenced(lines: Sequence[str]) -> Iterator[tuple[int, str, re.Match[str] | None]]:
    """Each line with its number and the fence that opened the block it is in; the lines of fences are inside."""
    fence: re.Match[str] | None = None
    for number, line in enumerate(lines, start=1):
        if fence is None:
            fence = _FENCE.match(line)
            yield number, line, fence
        else:
            yield number, line, fence
            fence = None if _closes(fence, line) else fence


def _closes(fence: re.Match[str], line: str) -> bool:
    found = _FENCE.match(line)
    return found is not None and found[2].startswith(fence[2]) and not found[3]


def _keep(being: _Being, line: str) -> None:
    if answer := _ANSWER.match(line):
        being.answers.append((answer[2] in "xX", [answer[3]]))
    elif line.strip():
        (being.answers[-1][1] if being.answers else being.stem).append(line.strip())


def _keep_code(being: _Being, fence: re.Match[str], line: str) -> None:
    is_fence = line == fence.string or _closes(fence, line)
    bare = line.removeprefix(fence[1])
    if being.answers:
        being.answers[-1][1].extend([] if is_fence else [bare])
    elif fence[3].lower() not in _PYTHON:
        being.stem.extend([] if is_fence else [bare])
    elif line == fence.string:
        being.code.append([])
    elif not is_fence:
        being.code[-1].append(bare)


def _entry(being: _Being, file: File, seen: dict[str, int]) -> Question | Unread:
    place = Place(file.name, being.line)
    marked = [number for number, (right, _) in enumerate(being.answers) if right]
    if len(marked) != 1:
        return Unread(place, f"{len(marked) or 'none'} of its {len(being.answers)} answers ticked; one has to be")
    stem = "\n".join([_NUMBER.sub("", being.heading), *being.stem]).strip()
    return Question(
        place,
        _id(being, stem, file, seen),
        stem,
        "\n\n".join("\n".join(block) for block in being.code).strip("\n"),
        tuple(_bare(lines) for _, lines in being.answers),
        marked[0],
    )


def _id(being: _Being, stem: str, file: File, seen: dict[str, int]) -> str:
    """By the number in its heading, or else by what it asks; so that it stays when questions come before it."""
    number = _NUMBER.match(being.heading)
    name = f"q{number[1]}" if number else digest_of([stem, being.code])[:10]
    seen[name] = seen.get(name, 0) + 1
    return f"{file.name}#{name}" + (f"-{seen[name]}" if seen[name] > 1 else "")


def _bare(lines: Sequence[str]) -> str:
    """The answer without the marks that make it code."""
    text = "\n".join(lines).strip()
    inside = text.strip("`")
    return inside.strip() if text.startswith("`") and text.endswith("`") and "`" not in inside else text
