"""Addresses of mixed questions."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.modes.mixed import views

urlpatterns: list[URLPattern] = [
    path("mixed/", views.mixed, name="mixed"),
    path("mixed/make/", views.make, name="mixed-make"),
    path("mixed/<uuid:public_id>/", views.selection, name="mixed-selection"),
    path("mixed/<uuid:public_id>/start/", views.start, name="mixed-start"),
]
