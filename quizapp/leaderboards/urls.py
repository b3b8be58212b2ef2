"""Addresses of boards."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.leaderboards import views

urlpatterns: list[URLPattern] = [
    path("boards/", views.boards, name="boards"),
    path("patterns/<slug:slug>/board/", views.board, name="board"),
]
