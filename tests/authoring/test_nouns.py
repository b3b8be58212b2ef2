"""The names of models and fields are all among those that can be translated."""

from __future__ import annotations

from django.apps import apps
from django.utils.functional import Promise

from quizapp.authoring.nouns import NOUNS

OURS = [config for config in apps.get_app_configs() if config.name.startswith("quizapp.") and list(config.get_models())]


def test_every_name_that_django_makes_can_be_translated() -> None:
    made = {str(config.verbose_name) for config in OURS}
    for config in OURS:
        for model in config.get_models():
            fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
            names = [model._meta.verbose_name, model._meta.verbose_name_plural, *(each.verbose_name for each in fields)]
            assert all(isinstance(name, Promise) for name in names), model
            made |= {str(name) for name in names}

    # What Django's own models bring is in Django's own catalogues.
    assert made - NOUNS - DJANGOS == set()
    assert NOUNS - made == set()


DJANGOS = {
    "active",
    "date joined",
    "email address",
    "first name",
    "last login",
    "last name",
    "password",
    "staff status",
    "superuser status",
    "user permissions",
    "username",
}
