"""Addresses of reports."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.errata import views

urlpatterns: list[URLPattern] = [
    path("reports/", views.reports, name="reports"),
    path("reports/on/<int:revision_id>/", views.report, name="report"),
    path("reports/on/<int:revision_id>/send/", views.send_report, name="report-send"),
]
