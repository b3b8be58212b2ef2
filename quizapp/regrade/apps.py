"""The regrade app."""

from __future__ import annotations

from django.apps import AppConfig


class RegradeConfig(AppConfig):
    """Registration of the app and of what it does on news from sittings and accounts."""

    name = "quizapp.regrade"
    label = "regrade"

    def ready(self) -> None:
        from quizapp.accounts.signals import learner_merged  # noqa: PLC0415  (models exist only once apps are ready)
        from quizapp.regrade import closing, merging  # noqa: PLC0415
        from quizapp.sittings.signals import sitting_closed  # noqa: PLC0415

        sitting_closed.connect(closing.correct_closed, dispatch_uid="regrade.closing")
        learner_merged.connect(merging.merge_changes, dispatch_uid="regrade.merging")
