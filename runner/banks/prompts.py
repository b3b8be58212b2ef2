"""Examples in Markdown, reStructuredText and plain text: those of one file share a namespace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from runner.banks import sessions
from runner.banks.entry import Entry, Place, Session
from runner.banks.files import File

ABOUT: Final = "examples with >>> in Markdown and other text"

_FENCE: Final = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)


def takes(file: File) -> bool:
    return file.path.suffix.lower() in {".md", ".markdown", ".rst", ".txt"}


def read(file: File) -> Iterator[Entry]:
    text = file.text()
    if not sessions.has_prompts(text):
        return
    # The fence below an example would be taken for the end of its output.
    bare = _FENCE.sub("", text)
    examples = sessions.examples(bare, file.name, 1, text.split("\n"))
    if examples:
        yield Session(Place(file.name, examples[0].line), file.name, examples)
