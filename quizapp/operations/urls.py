"""Addresses of operations."""

from __future__ import annotations

from django.urls import path

from quizapp.operations import views

urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("healthz", views.healthz, name="healthz"),
]
