"""Rules that every template keeps, so that the content policy holds and nothing is let through unescaped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
TEMPLATES: Final = sorted((ROOT / "templates").rglob("*.html"))
FORBIDDEN: Final = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an inline style sheet": r"<style\b",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "an expression htmx would evaluate": r"hx-on|hx-vals\s*=\s*.js:|hx-headers\s*=\s*.js:|hx-trigger\s*=\s*\"[^\"]*\[",
    "something from another site": r"(?:src|href)\s*=\s*\"(?:https?:)?//",
    "text let through unescaped": r"(?<!\.help_text)\|\s*safe\b|autoescape off",  # help texts are our own
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_keep_the_rules(template: Path) -> None:
    text = template.read_text()

    found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]

    assert found == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_form_that_posts_carries_its_token(template: Path) -> None:
    for form in re.findall(r"<form\b.*?</form>", template.read_text(), re.DOTALL):
        if 'method="post"' in form:
            assert "{% csrf_token %}" in form
