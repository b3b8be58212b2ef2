"""Every page of the site, once: what is looked at, checked and photographed.

A page that an address leads to and that is missing here fails ``test_pages.py``. Forms that only take a POST are no
pages, and are told apart by asking.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.urls import reverse

from quizapp.catalog.models import Item, ItemRevision
from tests.browser.believable import PATTERN, Believable


class Who(enum.Enum):
    """Whose eyes a page is seen with."""

    VISITOR = "visitor"
    LEARNER = "learner"
    NEWCOMER = "newcomer"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class SitePage:
    """An address, and somebody who looks at it."""

    name: str
    """Names the pictures."""
    route: str
    """The name of its address, empty where it has none, as of a page that is not there."""
    who: Who = Who.LEARNER
    args: Callable[[Believable], tuple[Any, ...]] = lambda _: ()
    query: str = ""
    path: str = ""
    """Where there is no route."""
    status: int = 200

    def address(self, site: Believable) -> str:
        return (reverse(self.route, args=self.args(site)) if self.route else self.path) + self.query

    @property
    def for_learners(self) -> bool:
        return self.who is not Who.STAFF


def _pattern(_: Believable) -> tuple[str]:
    return (PATTERN,)


def _of(field: str, *more: Any) -> Callable[[Believable], tuple[Any, ...]]:
    """Arguments: the public id of what ``field`` of the story holds, and ``more``."""
    return lambda site: (getattr(site, field).public_id, *more)


def _item(type_: str) -> Callable[[Believable], tuple[int]]:
    """The first item of a type in the pattern; of questions, one with a snippet."""

    def args(_: Believable) -> tuple[int]:
        items = Item.objects.filter(pattern__slug=PATTERN, type=type_).order_by("slug")
        return ((items.filter(published__program__isnull=type_ != "question").first() or items[0]).pk,)

    return args


def _revision(_: Believable) -> tuple[int]:
    found = ItemRevision.objects.filter(item__pattern__slug=PATTERN, program__isnull=False).order_by("item__slug")
    return (found[0].pk,)


def _prompt(_: Believable) -> tuple[str, str]:
    return PATTERN, Item.objects.filter(pattern__slug=PATTERN, type="open-question").order_by("slug")[0].slug


def _explained(_: Believable) -> tuple[str]:
    """A question of the challenge that the learner has finished and the newcomer has not seen."""
    return ("frozen-resnet18-new-head",)


def _status(status: int, _: Believable) -> tuple[int]:
    return (status,)


LEARNING: Final = (
    SitePage(name="home", route="home", who=Who.VISITOR),
    SitePage(name="home-back-again", route="home"),
    SitePage(name="subject", route="subject", who=Who.VISITOR, args=lambda _: ("pytorch",)),
    SitePage(name="pattern", route="pattern", who=Who.VISITOR, args=_pattern),
    SitePage(name="pattern-begun", route="pattern", args=_pattern),
    SitePage(name="lesson", route="lesson", who=Who.VISITOR, args=_pattern),
    SitePage(name="lesson-everything", route="lesson", args=_pattern, query="?all=1"),
    SitePage(name="cheat-sheet", route="cheat-sheet", args=_pattern),
    SitePage(name="flashcards", route="flashcards", args=_pattern),
    SitePage(name="explain", route="explain", args=_pattern),
    SitePage(name="explain-prompt", route="explain-prompt", args=_prompt),
    SitePage(name="explanation", route="explanation", args=lambda site: (site.explanation,)),
    SitePage(name="explanation-unticked", route="explanation", args=lambda site: (site.unticked,)),
    SitePage(name="practice", route="practice", args=_pattern),
    SitePage(name="test", route="test", args=_pattern),
    SitePage(name="challenge", route="challenge", who=Who.VISITOR, args=_pattern),
    SitePage(name="problem-solved", route="sitting-problem", args=_of("running", 1)),
    SitePage(name="problem-given-up", route="sitting-problem", args=_of("running", 2)),
    SitePage(name="problem", route="sitting-problem", args=_of("running", 3)),
    SitePage(name="problem-waiting", route="sitting-problem", args=_of("running", 4)),
    SitePage(name="problem-untimed", route="sitting-problem", args=_of("practice", 3)),
    SitePage(name="sitting", route="sitting", args=_of("running")),
    SitePage(name="result", route="sitting-result", args=_of("challenge")),
    SitePage(name="result-of-test", route="sitting-result", args=_of("test")),
)
REVIEWING: Final = (
    SitePage(name="study", route="study"),
    SitePage(name="study-empty", route="study", who=Who.NEWCOMER),
    SitePage(name="due-cards", route="due-cards"),
    SitePage(name="due-cards-none", route="due-cards", who=Who.NEWCOMER),
    SitePage(name="mixed", route="mixed"),
    SitePage(name="mixed-selection", route="mixed-selection", args=_of("selection")),
    SitePage(name="progress", route="progress"),
    SitePage(name="progress-empty", route="progress", who=Who.NEWCOMER),
    SitePage(name="history", route="history"),
    SitePage(name="history-empty", route="history", who=Who.NEWCOMER),
    SitePage(name="bookmarks", route="bookmarks"),
    SitePage(name="bookmarks-empty", route="bookmarks", who=Who.NEWCOMER),
    SitePage(name="study-settings", route="study-settings"),
    SitePage(name="corrections", route="corrections"),
    SitePage(name="question", route="question", who=Who.VISITOR, args=lambda _: ("what-a-weight-file-holds",)),
    SitePage(name="question-embed", route="question-embed", args=lambda _: ("what-a-weight-file-holds",)),
    SitePage(name="trace", route="question-trace", args=_explained),
    SitePage(name="what-if", route="question-what-if", args=_explained),
    SitePage(name="report", route="report", args=_revision),
    SitePage(name="reports", route="reports"),
    SitePage(name="search", route="search", who=Who.VISITOR, query="?q=weights"),
    SitePage(name="boards", route="boards"),
    SitePage(name="board", route="board", args=_pattern),
    SitePage(name="board-as-visitor", route="board", who=Who.VISITOR, args=_pattern, query="?period=week"),
    SitePage(name="board-empty", route="board", args=lambda _: ("fine-tuning-strategy",)),
    SitePage(name="badge", route="badge", args=_of("award")),
    SitePage(name="badge-shared", route="badge", who=Who.VISITOR, args=_of("award")),
)
ACCOUNTS: Final = (
    SitePage(name="account", route="account"),
    SitePage(name="account-delete", route="account-delete"),
    SitePage(name="account-as-visitor", route="account", who=Who.VISITOR),
    SitePage(name="login", route="account_login", who=Who.VISITOR),
    SitePage(name="signup", route="account_signup", who=Who.VISITOR),
    SitePage(name="email", route="account_email"),
    SitePage(name="change-password", route="account_change_password"),
    SitePage(name="logout", route="account_logout"),
    SitePage(name="reauthenticate", route="account_reauthenticate"),
    SitePage(name="reset-password", route="account_reset_password", who=Who.VISITOR),
    SitePage(name="reset-password-done", route="account_reset_password_done", who=Who.VISITOR),
    SitePage(name="reset-key-done", route="account_reset_password_from_key_done", who=Who.VISITOR),
    SitePage(
        name="reset-key-bad", route="account_reset_password_from_key", who=Who.VISITOR, args=lambda _: ("1", "used-up")
    ),
    SitePage(name="confirm-email", route="account_confirm_email", who=Who.VISITOR, args=lambda _: ("gone",)),
    SitePage(name="verification-sent", route="account_email_verification_sent", who=Who.VISITOR),
    SitePage(name="inactive", route="account_inactive", who=Who.VISITOR),
)
FAULTS: Final = (
    SitePage(name="trace-kept-back", route="question-trace", who=Who.NEWCOMER, args=_explained, status=404),
    SitePage(name="what-if-kept-back", route="question-what-if", who=Who.NEWCOMER, args=_explained, status=404),
    SitePage(name="not-found", route="", path="/no/such/page/", who=Who.VISITOR, status=404),
)
STAFF: Final = (
    SitePage(name="style", route="style", who=Who.STAFF),
    *(
        SitePage(
            name=f"fault-{status}", route="style-fault", who=Who.STAFF, args=partial(_status, status), status=status
        )
        for status in (400, 403, 404, 429, 500, 503)
    ),
    SitePage(name="admin", route="admin:index", who=Who.STAFF),
    SitePage(name="admin-app", route="admin:app_list", who=Who.STAFF, args=lambda _: ("catalog",)),
    SitePage(name="admin-password", route="admin:password_change", who=Who.STAFF),
    SitePage(name="admin-password-done", route="admin:password_change_done", who=Who.STAFF),
    SitePage(name="admin-items", route="admin:catalog_item_changelist", who=Who.STAFF),
    SitePage(name="admin-item-add", route="admin:catalog_item_add", who=Who.STAFF),
    SitePage(name="admin-item", route="admin:catalog_item_change", who=Who.STAFF, args=_item("question")),
    SitePage(name="admin-item-history", route="admin:catalog_item_history", who=Who.STAFF, args=_item("question")),
    SitePage(name="admin-item-delete", route="admin:catalog_item_delete", who=Who.STAFF, args=_item("card")),
    SitePage(name="admin-content", route="admin:catalog_item_content", who=Who.STAFF, args=_item("question")),
    SitePage(name="admin-content-card", route="admin:catalog_item_content", who=Who.STAFF, args=_item("card")),
    SitePage(name="admin-content-lesson", route="admin:catalog_item_content", who=Who.STAFF, args=_item("lesson")),
    SitePage(name="admin-revision", route="admin:catalog_itemrevision_change", who=Who.STAFF, args=_revision),
    SitePage(name="admin-correct", route="admin:catalog_itemrevision_correct", who=Who.STAFF, args=_revision),
    SitePage(name="withdrawn-to-decide", route="withdrawn-to-decide", who=Who.STAFF),
    SitePage(name="admin-environments", route="admin:evidence_environment_changelist", who=Who.STAFF),
    SitePage(name="admin-runs", route="admin:runs_run_changelist", who=Who.STAFF),
    SitePage(
        name="admin-user-password",
        route="admin:auth_user_password_change",
        who=Who.STAFF,
        args=lambda site: (site.staff.pk,),
    ),
)
PAGES: Final = (*LEARNING, *REVIEWING, *ACCOUNTS, *FAULTS, *STAFF)

NO_PAGES: Final = {
    "livez": "one word, for machines",
    "healthz": "JSON, for machines",
    "account_confirm_login_code": "signing in by code is switched off",
    "account_set_password": "everybody has a password: leads on to changing it",
    "admin:login": "leads on to the site's own",
    "admin:jsi18n": "a script",
    "account-data": "a file to download",
    "manifest": "JSON, for browsers",
    "admin:regrade_regrade_csv": "a file to download",
    "admin:autocomplete": "JSON",
    "admin:view_on_site": "leads on to other pages",
}
"""Addresses that answer to GET and show no page of ours, with the reason."""

OF_AN_EMPTY_SITE: Final = {"/": "home-empty", "/boards/": "boards-empty", "/mixed/": "mixed-empty"}
"""What a new installation shows before anything is published."""
