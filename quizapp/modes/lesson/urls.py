"""Addresses of the lesson."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.lesson import views

urlpatterns: list[URLPattern] = [
    path("patterns/<slug:slug>/lesson/", views.lesson, name="lesson"),
    path("patterns/<slug:slug>/lesson/commit/", views.commit, name="lesson-commit"),
]
