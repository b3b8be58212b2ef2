"""Addresses of the test's start page."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.test import views

urlpatterns: list[URLPattern] = [
    path("patterns/<slug:slug>/test/", views.test, name="test"),
    path("patterns/<slug:slug>/test/start/", views.start, name="test-start"),
]
