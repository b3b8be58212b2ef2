"""The tree of errors of sittings; what a learner meets in the ordinary course of things is a value, not an error.

SittingError
├── NotOffered          something in the mode is not published
│   └── KeptBack        something else keeps all its questions back
├── NoPolicy            nothing says under which terms the mode is taken
├── PolicyDoesNotApply  the policy is for another mode, or for a group the learner is not in
├── WindowNotOpen       it is too early or too late to start
├── StartKeyTaken       the form's key began another sitting
├── NoSuchProblem       the sitting has no problem at that position
├── NotOpened           the problem has to be opened first
├── AnotherClockRuns    the sitting has an open problem whose clock runs
├── HintsNotAllowed     the terms allow no hints
└── NotTheirDecision    somebody else decides what stays in an open window
"""

from __future__ import annotations


class SittingError(Exception):
    """Base of the errors of sittings."""


class NotOffered(SittingError):
    """Not everything in the mode is published, or nothing is in it."""


class KeptBack(NotOffered):
    """Something else keeps back every question in the mode until its answers are told."""


class NoPolicy(SittingError):
    """No policy says under which terms the mode is taken."""


class PolicyDoesNotApply(SittingError):
    """The policy is for another mode, or for a group the learner is not in."""


class WindowNotOpen(SittingError):
    """The policy's window has not begun yet, or is over."""


class StartKeyTaken(SittingError):
    """The idempotency key began a sitting of another learner or mode."""


class NoSuchProblem(SittingError):
    """The sitting has no problem at that position."""


class NotOpened(SittingError):
    """The problem has to be opened first."""


class AnotherClockRuns(SittingError):
    """Only one clock runs at a time; ``position`` says whose."""

    def __init__(self, position: int) -> None:
        super().__init__(f"the clock of problem {position} is running")
        self.position = position


class HintsNotAllowed(SittingError):
    """The terms of the sitting allow no hints."""


class NotTheirDecision(SittingError):
    """Only the teacher of a policy's group or a reviewer decides what becomes of a problem in its window."""
