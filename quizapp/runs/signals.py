"""News from runs, sent with ``send`` inside the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

run_recorded = Signal()
"""Arguments: ``run: Run`` (final, with its report), ``report: RunReport``, ``now: datetime``."""

run_given_up = Signal()
"""Arguments: ``run: Run``, ``now: datetime``. We failed too often; nothing is known about the program."""

host_announced = Signal()
"""A host that takes work is new, has come back, or announces something else than before.

Arguments: ``host: RunnerHost``, ``environments: tuple[Environment, ...]``, ``before: frozenset[str]`` (digests of what
it announced before), ``now: datetime``.
"""
