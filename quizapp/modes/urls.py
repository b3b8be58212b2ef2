"""Addresses of every mode, and of the sittings that modes with questions share."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from quizapp.modes import sitting_views as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("quizapp.modes.challenge.urls")),
    path("", include("quizapp.modes.cheat_sheet.urls")),
    path("", include("quizapp.modes.explain.urls")),
    path("", include("quizapp.modes.flashcards.urls")),
    path("", include("quizapp.modes.lesson.urls")),
    path("", include("quizapp.modes.mixed.urls")),
    path("", include("quizapp.modes.practice.urls")),
    path("", include("quizapp.modes.question.urls")),
    path("", include("quizapp.modes.question.page_urls")),
    path("", include("quizapp.modes.review.urls")),
    path("", include("quizapp.modes.test.urls")),
    path("sittings/<uuid:public_id>/", views.sitting, name="sitting"),
    path("sittings/<uuid:public_id>/result/", views.result, name="sitting-result"),
    path("sittings/<uuid:public_id>/stop/", views.stop, name="sitting-stop"),
    path("sittings/<uuid:public_id>/<int:position>/", views.problem, name="sitting-problem"),
    path("sittings/<uuid:public_id>/<int:position>/open/", views.open_problem, name="sitting-open"),
    path("sittings/<uuid:public_id>/<int:position>/answer/", views.answer, name="sitting-answer"),
    path("sittings/<uuid:public_id>/<int:position>/hint/", views.hint, name="sitting-hint"),
    path("sittings/<uuid:public_id>/<int:position>/give-up/", views.give_up, name="sitting-give-up"),
]
