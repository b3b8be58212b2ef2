"""Addresses of the front page, subjects and patterns."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.home import installing, views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("subjects/<slug:slug>/", views.subject, name="subject"),
    path("patterns/<slug:slug>/", views.pattern, name="pattern"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("progress/", views.progress, name="progress"),
]
