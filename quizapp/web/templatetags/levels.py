"""Levels in templates."""

from __future__ import annotations

from django import template

from quizapp.web import levels

register = template.Library()


@register.filter
def ease(level: str) -> str:
    """The level on practice's scale: easy, medium or hard."""
    return levels.name_of(levels.ease_of(level))


@register.filter(name="level")
def level_name(level: str) -> str:
    """A level, or one of practice's scale, in words."""
    return levels.name_of(level)
