"""Addresses of what corrected keys changed for a learner."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.regrade import views

urlpatterns: list[URLPattern] = [
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/seen/", views.seen, name="corrections-seen"),
]
