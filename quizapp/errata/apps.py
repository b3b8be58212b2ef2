"""The errata app."""

from __future__ import annotations

from django.apps import AppConfig


class ErrataConfig(AppConfig):
    """Registration of the app and of what it does on news from accounts."""

    name = "quizapp.errata"
    label = "errata"

    def ready(self) -> None:
        from quizapp.accounts.signals import learner_data_asked, learner_merged  # noqa: PLC0415  (models exist only once apps are ready)
        from quizapp.errata import objecting, own_data  # noqa: PLC0415

        learner_data_asked.connect(own_data.own_data, dispatch_uid="errata.own_data")
        learner_merged.connect(objecting.take_over, dispatch_uid="errata.merging")
