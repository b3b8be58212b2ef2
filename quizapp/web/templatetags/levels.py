"""Levels in templates."""

from __future__ import annotations

from django import template

from quizapp.web import levels

register = template.Library()


@register.filter
def ease(level: str) -> str:
    """The level on practice's scale: easy, medium or hard."""
    return levels.ease_of(level)
