"""The evidence app's tree of errors.

EvidenceError
├── NotPublishable            the gate stays shut; says why
├── NotProvable               no run can be asked for; says why
│   ├── NothingToProve        the revision has no program
│   ├── NoRunnerHere          this installation lives on shipped evidence
│   ├── NotForThisDevice      a draft, or an author without the right, on a GPU
│   └── DeviceNotAvailable    no runner offers the program's device
├── NotFound                  approval was given to what no run found
└── ShippedEvidenceInvalid    an evidence.json that is none
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from quizapp.catalog.models import ItemRevision


class EvidenceError(Exception):
    """Base of the evidence app's errors."""


class NotPublishable(EvidenceError):
    """The gate does not let this revision through."""

    def __init__(self, revision: ItemRevision, reason: str) -> None:
        super().__init__(
            gettext("%(revision)s cannot be published: %(reason)s") % {"revision": revision, "reason": reason}
        )
        self.reason = reason


class NotProvable(EvidenceError):
    """Base of the reasons why no run can be asked for."""


class NothingToProve(NotProvable):
    """Proving was asked of a revision that executes nothing."""


class NoRunnerHere(NotProvable):
    """Proving was asked where ``QUIZAPP_RUNNER`` is ``none``."""


class NotForThisDevice(NotProvable):
    """A program for a GPU that is a draft, or whose author may not use one."""


class DeviceNotAvailable(NotProvable):
    """No runner that was heard of in time offers the program's device."""


class NotFound(EvidenceError):
    """Approval of a slip or an explanation that the newest run did not find."""


class ShippedEvidenceInvalid(EvidenceError):
    """A file of evidence that cannot be read; nothing of it is loaded."""
