"""The runs app's tree of errors.

RunsError
├── BrokerUnavailable    a message could not be handed over; the row waits and is sent later
└── ReportRejected       a report contradicts its run or itself
"""

from __future__ import annotations


class RunsError(Exception):
    """Base of the runs app's errors."""


class BrokerUnavailable(RunsError):
    """The broker took no message."""


class ReportRejected(RunsError):
    """A report that is no answer to the run it names, or whose verdict does not follow from its executions."""
