"""Addresses of the review."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.review import views

urlpatterns: list[URLPattern] = [
    path("review/", views.study, name="study"),
    path("review/start/", views.start, name="review-start"),
]
