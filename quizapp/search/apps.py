"""The search app."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registration of the app and of what it does on news from the gate and the catalogue."""

    name = "quizapp.search"
    label = "search"

    def ready(self) -> None:
        from django.db.models.signals import post_save  # noqa: PLC0415  (models exist only once apps are ready)

        from quizapp.catalog.models import Pattern  # noqa: PLC0415
        from quizapp.evidence.signals import revision_published  # noqa: PLC0415
        from quizapp.search import indexing  # noqa: PLC0415

        revision_published.connect(indexing.note_published, dispatch_uid="search.published")
        post_save.connect(indexing.note_pattern, sender=Pattern, dispatch_uid="search.pattern")
