"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Registration of the app."""

    name = "quizapp.home"
    label = "home"
