"""Addresses of the theme and of the page that shows the look."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.web import views

urlpatterns: list[URLPattern] = [
    path("theme/", views.choose_theme, name="theme"),
    path("style/", views.style, name="style"),
    path("style/<int:status>/", views.fault, name="style-fault"),
]
