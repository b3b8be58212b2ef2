"""Addresses of the practice's start page."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.practice import views

urlpatterns: list[URLPattern] = [
    path("patterns/<slug:slug>/practice/", views.practice, name="practice"),
    path("patterns/<slug:slug>/practice/start/", views.start, name="practice-start"),
]
