"""Addresses of a question by itself."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.question import page_views as views

urlpatterns: list[URLPattern] = [
    path("q/<slug:slug>", views.question, name="question"),
    path("q/<slug:slug>/embed", views.embedded, name="question-embed"),
]
