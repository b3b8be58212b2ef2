"""Markdown and source code in templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quizapp.web import highlighting
from quizapp.web import markdown as reader

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown with paragraphs, lists and code."""
    return reader.blocks(text)


@register.filter
def markdown_line(text: str) -> SafeString:
    """Markdown for one line: emphasis, code, links."""
    return reader.inline(text)


@register.filter
def printed(text: str) -> SafeString:
    """Text as a program printed it."""
    return reader.literal(text)


@register.inclusion_tag("web/code.html")
def code(source: str, language: str = "python", *, numbers: bool | None = None) -> dict[str, Any]:
    """A block of code with its language, a copy button and, from four lines on, line numbers."""
    line_count = source.rstrip("\n").count("\n") + 1
    return {
        "lines": highlighting.lines_of(source.rstrip("\n"), language),
        "label": highlighting.label_of(language),
        "numbers": line_count >= 4 if numbers is None else numbers,
    }


@register.simple_tag
def code_choice(source: str, language: str = "python") -> SafeString:
    """Code that is a choice: coloured, in its own scroll box, with nothing around it."""
    lines = highlighting.lines_of(source.rstrip("\n"), language)
    return format_html('<span class="code code-choice"><code>{}</code></span>', lines)
