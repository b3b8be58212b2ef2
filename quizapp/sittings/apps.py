"""The sittings app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SittingsConfig(AppConfig):
    """Registration of the app and of what it does on news from accounts."""

    name = "quizapp.sittings"
    label = "sittings"

    def ready(self) -> None:
        from quizapp.accounts.signals import learner_data_asked, learner_merged  # noqa: PLC0415  (models exist only once apps are ready)
        from quizapp.sittings.defaults import make_default_policies  # noqa: PLC0415
        from quizapp.sittings.merging import merge_sittings  # noqa: PLC0415
        from quizapp.sittings.own_data import own_data  # noqa: PLC0415

        post_migrate.connect(make_default_policies, sender=self)
        learner_data_asked.connect(own_data, dispatch_uid="sittings.own_data")
        learner_merged.connect(merge_sittings, dispatch_uid="sittings")
