"""What accounts refuse.

::

    AccountsError
    ├── CannotMerge         the two learners are not a guest and somebody else
    ├── CannotDelete        the account's word stands behind content
    ├── NoPseudonymFree     every pseudonym tried was taken
    └── NameNotAllowed      a name somebody asked for; its text is a sentence for them
        ├── NameNeedsAccount
        ├── NameUnfit       too short, too long, signs that are not allowed
        ├── NameReserved    names of office, and other people's pseudonyms
        └── NameTaken       somebody has it, or one that looks like it, or staff refused it
"""

from __future__ import annotations


class AccountsError(Exception):
    """Any refusal of this app."""


class CannotMerge(AccountsError):
    """Only a guest can be absorbed, once, and by somebody else."""


class CannotDelete(AccountsError):
    """Content of the site names the account as the one whose word it rests on; an administrator has to help."""


class NoPseudonymFree(AccountsError):
    """Pseudonyms are used up, or chance is broken."""


class NameNotAllowed(AccountsError):
    """A name that cannot be chosen; ``str()`` of it tells its chooser why."""


class NameNeedsAccount(NameNotAllowed):
    """Guests go by their pseudonym."""


class NameUnfit(NameNotAllowed):
    """The name itself breaks a rule."""


class NameReserved(NameNotAllowed):
    """The name would pass for an office or for another learner's pseudonym."""


class NameTaken(NameNotAllowed):
    """The name, or one that looks like it, is not free."""
