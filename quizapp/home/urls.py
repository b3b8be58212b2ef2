"""Addresses of the front page, subjects and patterns."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.home import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("subjects/<slug:slug>/", views.subject, name="subject"),
    path("patterns/<slug:slug>/", views.pattern, name="pattern"),
    path("progress/", views.progress, name="progress"),
]
