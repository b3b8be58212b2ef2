"""The modes app."""

from django.apps import AppConfig


class ModesConfig(AppConfig):
    """Registration of the app."""

    name = "quizapp.modes"
    label = "modes"
