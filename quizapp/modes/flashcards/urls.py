"""Addresses of flashcards: of one pattern, and of all that are due."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.flashcards import views

urlpatterns: list[URLPattern] = [
    path("patterns/<slug:slug>/flashcards/", views.flashcards, name="flashcards"),
    path("review/cards/", views.due_cards, name="due-cards"),
    path("review/cards/rate/", views.rate, name="card-rate"),
    path("review/cards/undo/", views.undo, name="card-undo"),
]
