"""Addresses of the cheat sheet."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.cheat_sheet import views

urlpatterns: list[URLPattern] = [
    path("patterns/<slug:slug>/cheat-sheet/", views.cheat_sheet, name="cheat-sheet"),
    path("patterns/<slug:slug>/cheat-sheet/start/", views.start, name="cheat-sheet-start"),
]
