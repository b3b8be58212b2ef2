"""Addresses of explaining."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.explain import views

urlpatterns: list[URLPattern] = [
    path("patterns/<slug:slug>/explain/", views.explain, name="explain"),
    path("patterns/<slug:slug>/explain/<slug:item_slug>/", views.prompt, name="explain-prompt"),
    path("patterns/<slug:slug>/explain/<slug:item_slug>/write/", views.write, name="explain-write"),
    path("explanations/<uuid:key>/", views.explanation, name="explanation"),
    path("explanations/<uuid:key>/tick/", views.tick, name="explanation-tick"),
]
