"""The operations app."""

from celery.signals import worker_ready
from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Registration of the app."""

    name = "quizapp.operations"
    label = "operations"

    def ready(self) -> None:
        from quizapp.operations.beating import keep_beating  # noqa: PLC0415  (models exist only once apps are ready)

        worker_ready.connect(keep_beating)
