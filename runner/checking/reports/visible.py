"""Other people's text made fit to show: nothing in it is taken for a command by a terminal, a log or a page."""

from __future__ import annotations


def visible(text: str) -> str:
    """``text`` with everything that is neither printable nor the end of a line written as an escape."""
    return "".join(each if each.isprintable() or each in "\n\t" else ascii(each)[1:-1] for each in text)
