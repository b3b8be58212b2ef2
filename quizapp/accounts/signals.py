"""News from accounts, sent with ``send`` inside the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

learner_merged = Signal()
"""Arguments: ``absorbed: Learner``, ``into: Learner``, ``now: datetime``. Receivers move their own rows."""

learner_signed_up = Signal()
"""Arguments: ``learner: Learner``, ``now: datetime``. A guest's learner now belongs to a user."""

learner_data_asked = Signal()
"""Arguments: ``learner: Learner``, ``now: datetime``. Each receiver returns what its app keeps of the learner: see
``own_data``."""
