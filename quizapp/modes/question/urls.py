"""Addresses of a question's own pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.question import views

urlpatterns: list[URLPattern] = [
    path("q/<slug:slug>/trace", views.trace, name="question-trace"),
    path("q/<slug:slug>/what-if", views.what_if, name="question-what-if"),
]
