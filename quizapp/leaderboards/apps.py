"""The leaderboards app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete


class LeaderboardsConfig(AppConfig):
    """Registration of the app and of what it does on news from sittings and accounts."""

    name = "quizapp.leaderboards"
    label = "leaderboards"

    def ready(self) -> None:
        from quizapp.accounts.signals import learner_data_asked, learner_merged, learner_signed_up  # noqa: PLC0415  (needs models)
        from quizapp.leaderboards import own_data, standings  # noqa: PLC0415
        from quizapp.leaderboards.models import Standing  # noqa: PLC0415
        from quizapp.sittings.signals import sitting_corrected, sitting_told  # noqa: PLC0415

        sitting_told.connect(standings.settle_sitting, dispatch_uid="leaderboards.sitting")
        sitting_corrected.connect(standings.settle_sitting, dispatch_uid="leaderboards.corrected")
        learner_signed_up.connect(standings.settle_learner, dispatch_uid="leaderboards.signed_up")
        learner_merged.connect(standings.settle_merged, dispatch_uid="leaderboards.merged")
        learner_data_asked.connect(own_data.own_data, dispatch_uid="leaderboards.own_data")
        post_delete.connect(standings.count_out, sender=Standing, dispatch_uid="leaderboards.count_out")
