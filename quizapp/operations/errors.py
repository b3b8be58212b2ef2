"""What can go wrong while an installation is started: one tree, every message a line for the person at the terminal.

OperationsError
└── CannotStart     something outside our hands must be put right first
"""

from __future__ import annotations


class OperationsError(Exception):
    """Base of the faults of operating an installation."""


class CannotStart(OperationsError):
    """The installation cannot be started; the message says what to put right."""
