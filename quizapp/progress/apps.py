"""The progress app."""

from __future__ import annotations

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """Registration of the app and of what it does on news from sittings and accounts."""

    name = "quizapp.progress"
    label = "progress"

    def ready(self) -> None:
        from quizapp.accounts.signals import learner_data_asked, learner_merged  # noqa: PLC0415  (models exist only once apps are ready)
        from quizapp.progress import awards, days, history, merging, own_data  # noqa: PLC0415
        from quizapp.sittings.signals import problem_ended, response_recorded, sitting_corrected, sitting_told  # noqa: PLC0415

        response_recorded.connect(days.note_day, dispatch_uid="progress.days")
        problem_ended.connect(history.note_problem, dispatch_uid="progress.problem")
        sitting_told.connect(history.note_sitting, dispatch_uid="progress.sitting")
        sitting_told.connect(awards.award_badge, dispatch_uid="progress.awards")
        sitting_corrected.connect(awards.award_corrected, dispatch_uid="progress.awards_corrected")
        learner_data_asked.connect(own_data.own_data, dispatch_uid="progress.own_data")
        learner_merged.connect(merging.merge_progress, dispatch_uid="progress.merging")
