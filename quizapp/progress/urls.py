"""Addresses of badges, and of one's answers, bookmarks and study settings."""

from __future__ import annotations

from django.urls import URLPattern, path

from quizapp.progress import views

urlpatterns: list[URLPattern] = [
    path("badges/<uuid:public_id>/", views.badge, name="badge"),
    path("badges/<uuid:public_id>/share/", views.share, name="badge-share"),
    path("history/", views.history, name="history"),
    path("bookmarks/", views.bookmark_list, name="bookmarks"),
    path("bookmarks/keep/", views.bookmark, name="bookmark"),
    path("study-settings/", views.study_settings, name="study-settings"),
    path("study-settings/switch/", views.switch_study_setting, name="study-switch"),
    path("study-settings/keep/", views.keep_study_settings, name="study-settings-keep"),
]
