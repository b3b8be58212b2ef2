"""Drawings set into the page, so that they take the colour of the text beside them."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing ``templates/icons/<name>.svg``; always beside words, hence hidden from screen readers."""
    return render_to_string(f"icons/{name}.svg")
