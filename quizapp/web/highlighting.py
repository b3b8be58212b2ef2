"""Source code as HTML: Pygments classes, one element for each line, colours left to the style sheet."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_LANGUAGES: Final = {
    "python": "Python",
    "pytorch": "PyTorch",
    "pycon": "Python session",
    "bash": "Shell",
    "sh": "Shell",
    "console": "Shell",
    "json": "JSON",
    "yaml": "YAML",
    "text": "Text",
}
"""What the label above a block of code says, by lexer or runtime."""

_LEXER_OF_RUNTIME: Final = {"pytorch": "python"}
_FORMATTER: Final = HtmlFormatter(nowrap=True)


def label_of(language: str) -> str:
    """The name of a language or runtime as people write it."""
    return _LANGUAGES.get(language, language.replace("-", " ").title())


@lru_cache(maxsize=1024)
def lines_of(source: str, language: str) -> SafeString:
    """The source's lines, each in ``<span class="line">``; an unknown language is shown uncoloured."""
    try:
        lexer = get_lexer_by_name(_LEXER_OF_RUNTIME.get(language, language), stripnl=False, ensurenl=False)
    except ClassNotFound:
        coloured: str = escape(source)
    else:
        coloured = highlight(source, lexer, _FORMATTER)
    # The formatter closes every span at the end of its line, so that each line stands alone.
    lines = coloured.rstrip("\n").split("\n")
    return mark_safe("\n".join(f'<span class="line">{line}</span>' for line in lines))  # noqa: S308  (escaped above)
