"""The authoring app."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from quizapp.authoring.nouns import name_in_words


class AuthoringConfig(AppConfig):
    """Registration of the app."""

    name = "quizapp.authoring"
    label = "authoring"

    def ready(self) -> None:
        # Models exist only once apps are ready.
        from quizapp.authoring.staff_groups import keep_staff_groups  # noqa: PLC0415

        name_in_words(config for config in apps.get_app_configs() if config.name.startswith("quizapp."))
        # When it speaks for auth, which comes after our apps, all permissions of ours exist.
        post_migrate.connect(keep_staff_groups, sender=apps.get_app_config("auth"))
