"""The regrade app's tree of errors.

RegradeError
├── CorrectionRefused    the correction says nothing new, or nothing that can hold; says why
└── NotPermitted         who asks may not decide it
"""

from __future__ import annotations


class RegradeError(Exception):
    """Base of the regrade app's errors; the message is a sentence for whoever asked."""


class CorrectionRefused(RegradeError):
    """The correction cannot be made."""


class NotPermitted(RegradeError):
    """Whoever asks lacks the permission that this correction needs."""
