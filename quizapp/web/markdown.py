"""Authors' Markdown as HTML that cannot carry anything but text, code, formulas and links.

Two walls: markdown-it turns raw HTML into text, and nh3 lets only the elements below through.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from quizapp.web import formulas
from quizapp.web.highlighting import lines_of

_ELEMENTS: Final = {
    *("a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "pre", "span", "strong"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul", "wbr"),
    *formulas.ELEMENTS,
}
LONG: Final = 16
"""Letters of code that a narrow phone shows in one line in any case."""
_PAUSE: Final = re.compile(r"(?<=[.,(\[=_])(?=\w)")
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    "a": {"href", "title"},
    "ol": {"start"},
    "span": {"class"},
    "pre": {"class", "tabindex"},
}
_ATTRIBUTES.update(formulas.ATTRIBUTES)


def _fence(source: str, language: str, _attributes: str) -> str:
    name = language.strip() or "text"
    return f'<pre class="code" tabindex="0"><code>{lines_of(source, name)}</code></pre>'


def _code(_: RendererProtocol, tokens: Sequence[Token], index: int, *_options: Any) -> str:
    """A long call may go on in the next line after a dot, a comma or a bracket, rather than anywhere."""
    words = tokens[index].content.split(" ")
    return f"<code>{' '.join(map(_breakable, words))}</code>"


def _breakable(word: str) -> str:
    return "<wbr>".join(map(escape, _PAUSE.split(word) if len(word) > LONG else [word]))


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "highlight": _fence}).enable("table")
    reader.add_render_rule("code_inline", _code)
    # A price is no formula: "$5 and $10" has digits outside its signs.
    reader.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, renderer=formulas.render)
    return reader.disable("image")


_READER: Final = _reader()


def _clean(html: str) -> SafeString:
    cleaned = nh3.clean(
        html,
        tags=_ELEMENTS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308  (cleaned on the line above)


@lru_cache(maxsize=4096)
def blocks(text: str) -> SafeString:
    """Paragraphs, lists, code and tables."""
    return _clean(_READER.render(text))


@lru_cache(maxsize=4096)
def inline(text: str) -> SafeString:
    """One line's worth: emphasis, code and links, without a paragraph around it."""
    return _clean(_READER.renderInline(text))


def literal(text: str) -> SafeString:
    """Text exactly as a program printed it."""
    return mark_safe(f"<samp>{escape(text)}</samp>")  # noqa: S308  (escaped here)
