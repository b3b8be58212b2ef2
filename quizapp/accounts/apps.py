"""The accounts app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def make_everyone(using: str, **_: Any) -> None:
    """The implicit group of all learners, made again after a flush too."""
    from quizapp.accounts.models import Group  # noqa: PLC0415  (models exist only once apps are ready)

    Group.objects.using(using).get_or_create(is_everyone=True, defaults={"slug": "everyone", "name": "Everyone"})


class AccountsConfig(AppConfig):
    """Registration of the app."""

    name = "quizapp.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import user_signed_up  # noqa: PLC0415  (models exist only once apps are ready)
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415

        from quizapp.accounts import arrivals  # noqa: PLC0415

        post_migrate.connect(make_everyone, sender=self)
        user_signed_up.connect(arrivals.on_sign_up, dispatch_uid="accounts.sign_up")
        user_logged_in.connect(arrivals.on_sign_in, dispatch_uid="accounts.sign_in")
