"""News from sittings, sent with ``send`` inside the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

response_recorded = Signal()
"""Arguments: ``response: Response``, ``problem: Problem``, ``sitting: Sitting``, ``now: datetime``."""

problem_ended = Signal()
"""Arguments: ``problem: Problem`` (with points and ms), ``sitting: Sitting``, ``now: datetime``. Not sent for problems
that were left. How it ended is no secret only once ``sitting_told`` is sent, or where the terms reveal at once."""

sitting_closed = Signal()
"""Arguments: ``sitting: Sitting`` (with points, ms and all_right), ``now: datetime``."""

sitting_corrected = Signal()
"""Arguments: ``sitting: Sitting`` (closed, with new points, ms and all_right), ``now: datetime``. A problem was
dropped; what follows from the total follows anew where that was told already."""

sitting_told = Signal()
"""Arguments: ``sitting: Sitting``, ``now: datetime``. The total may be known: what follows from it follows now. Sent
right after ``sitting_closed``, unless the terms keep results back until a window is over."""
