"""The runs app."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """Registration of the app."""

    name = "quizapp.runs"
    label = "runs"
