"""What must hold before Django can be configured for ``up``: the home folder, its secret key, sound settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from quizapp.operations.errors import CannotStart
from quizapp.operations.home_folder import open_home

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def make_configurable(environment: Mapping[str, str]) -> None:
    """Open the home folder that ``environment`` names and read the settings; raises ``CannotStart``."""
    open_home(Path(environment.get("QUIZAPP_HOME") or BASE_DIR / "var").resolve())
    try:
        settings.INSTALLED_APPS  # noqa: B018  (the first look at a setting reads them all)
    except ImproperlyConfigured as error:
        raise CannotStart(f"settings: {error}") from error
