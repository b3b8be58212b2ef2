"""Addresses of the challenge's start page."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.challenge import views

urlpatterns: list[URLPattern] = [
    path("patterns/<slug:slug>/challenge/", views.challenge, name="challenge"),
    path("patterns/<slug:slug>/challenge/start/", views.start, name="challenge-start"),
]
