"""The catalog app."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registration of the app."""

    name = "quizapp.catalog"
    label = "catalog"
