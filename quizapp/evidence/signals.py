"""News from evidence, sent with ``send`` inside the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

revision_published = Signal()
"""Arguments: ``revision: ItemRevision``, ``now: datetime``."""
