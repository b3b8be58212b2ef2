"""Writes YAML that means the same to readers of version 1.1 and of version 1.2, and reads well in a diff."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

_WIDTH: Final = 110
"""Where the writer begins to look for a blank to break a line at."""
_LONG: Final = 80
"""Prose of more characters is folded into lines."""
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NOT_TEXT: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that some reader takes for something else."""


def to_yaml(value: Any) -> str:
    """``value``, made of plain JSON types, as one document."""
    text: str = yaml.dump(value, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text


class _Writer(yaml.SafeDumper):
    """Writes no anchors, quotes whatever might be read as anything but text, and indents lists."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)

    def represent_text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


_Writer.add_representer(str, _Writer.represent_text)


def _style(text: str) -> str | None:
    if _stands_in_a_block(text):
        return "|"
    if _can_be_folded(text):
        return ">"
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return None
    return '"'


def _can_be_folded(text: str) -> bool:
    """Whether it is prose of one long line whose only blanks are single ones between words."""
    return len(text) > _LONG and text.isprintable() and all(text.split(" "))


def _stands_in_a_block(text: str) -> bool:
    """Whether it has several lines, and a literal block keeps every character of them."""
    lines = text.split("\n")
    if len(lines) < 2 or not lines[0] or lines[0].startswith(" "):
        return False
    return all(line.isprintable() and not line.endswith(" ") for line in lines)
