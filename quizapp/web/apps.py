"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registration of the app."""

    name = "quizapp.web"
    label = "web"
