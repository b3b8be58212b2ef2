"""Pages of authors and teachers outside of the admin."""

from __future__ import annotations

from django.urls import path

from quizapp.authoring import drifting

urlpatterns = [
    path("withdrawn/", drifting.to_decide, name="withdrawn-to-decide"),
    path("withdrawn/<int:policy_id>/<int:revision_id>/", drifting.decide, name="withdrawn-decide"),
]
