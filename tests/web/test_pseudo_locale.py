"""Every page of the site in a made-up language: what is not out of gettext, and is not content, was forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext
from pydantic import BaseModel
from pytest_django.plugin import DjangoDbBlocker

from quizapp.accounts import time_zones
from quizapp.authoring.editors.lesson import FILE as LESSON_FILE
from quizapp.catalog.content import ItemType, Level
from quizapp.catalog.kind import QuestionKind
from quizapp.catalog.models import ItemRevision
from quizapp.home import sample
from quizapp.web import markdown, specimens
from runner.comparison import RELATIONS
from runner.protocol import Outcome, Verdict
from tests.browser.believable import NOW, Believable, believable
from tests.browser.pages import OF_AN_EMPTY_SITE, PAGES, SitePage, Who
from tests.web.pseudo_locale import Content, Said, left_out, pseudo, speaking

NAMES: Final = frozenset({"quizapp", "PyTorch", "UTC", "Python", "Python session", LESSON_FILE})
"""Of products and of time, the same in every language."""

SIGNS: Final = {
    "a letter of a choice": r"[A-H]",
    "an exact time": r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC",
    "an address": r"http://localhost/\S*",
    "distributions and their versions": r"[\w-]+ \d[\w.+]*(, [\w-]+ \d[\w.+]*)*(, (CPU|CUDA))?",
    "what code calls something": r"\w+(\.\w+)+",
    "parameters and their shapes": r"\w+ \d+( × \d+)*(, \w+ \d+( × \d+)*)*",
    "what a script sets in": r"\{\w+\}",
    "Markdown as its author wrote it": r"a `RuntimeError`",
}
"""What is not in any language, and is not in the database as it is shown."""

CODES: Final = frozenset(
    {*Verdict, *Outcome, *QuestionKind, *Level, *RELATIONS, *ItemType, "cpu", "cuda"} | {"pytorch", "tensorflow"}
)
"""What packs and runners call things: authors write these words in files, and find them on their pages."""

DJANGOS: Final = frozenset(
    {
        "Search",
        (
            "Whether the user will be able to authenticate using a password or not. If disabled, they may still be "
            "able to authenticate using other backends, such as Single Sign-On or LDAP."
        ),
        "If disabled, the current password for this user will be lost.",
    }
)
"""What Django's own admin says in English to everybody."""


class Told:
    """The story of the believable site with what is content in it, and a client for each who looks."""

    def __init__(self, story: Believable) -> None:
        self.story = story
        self.content = Content(_texts())
        self.clients = {who: Client(headers={"host": "localhost"}) for who in Who}
        users = {Who.LEARNER: story.learner.user, Who.NEWCOMER: story.newcomer.user, Who.STAFF: story.staff}
        for who, user in users.items():
            assert user is not None
            self.clients[who].force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def page(self, shown: SitePage) -> str:
        response = self.clients[shown.who].get(shown.address(self.story), follow=True)
        assert response.status_code == shown.status
        return response.content.decode()


def _texts() -> set[str]:
    """Whatever people wrote: every text in the database, as it is and as its Markdown is shown."""
    found: set[str] = set(NAMES) | set(_strings(time_zones.choices()))
    found |= {
        specimens.PROSE,
        specimens.PROGRAM,
        sample.OUTPUT,
        *specimens.COLOURS,
        *(datum.label for datum in specimens.BARS.data),
    }
    for model in apps.get_models():
        if model.__module__.startswith("quizapp."):
            fields = [field for field in model._meta.concrete_fields if not field.choices]
            for row in model._base_manager.all():
                found.update(_strings([getattr(row, field.attname) for field in fields]))
                found.add(str(row))
    for revision in ItemRevision.objects.all():
        found.update(_strings(revision.body))
    return found | {node for text in found if re.search(r"[*_`$\[<&\n]", text) for node in _shown(text)}


def _strings(value: Any) -> Iterator[str]:
    """The plain strings in a value; what is one of a fixed number of words is interface."""
    if type(value) is str:
        yield value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from _strings(getattr(value, field))
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in {"level", "kind", "type", "levels", "kinds"}:
                yield from _strings([key, each])
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _strings(each)


def _shown(text: str) -> Iterator[str]:
    for page in (markdown.blocks(text), markdown.inline(text), markdown.literal(text)):
        yield from re.split(r"<[^>]*>", str(page).replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&"))
    yield from text.splitlines()


def _is_exempt(text: str, shown: SitePage) -> bool:
    if any(re.fullmatch(sign, text) for sign in SIGNS.values()):
        return True
    return shown.who is Who.STAFF and text in CODES | DJANGOS


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("quizapp.accounts.middleware.clock", lambda: NOW)
        patch.setattr(settings, "RUNNER", "none")
        patch.setattr(settings, "ALLOWED_HOSTS", ["localhost"])
        patch.setattr("quizapp.web.ratelimit.Limit.admits", lambda *_: True)
        cache.clear()
        try:
            yield Told(believable())
        finally:
            call_command("flush", verbosity=0, interactive=False)


@pytest.mark.parametrize("shown", PAGES, ids=lambda page: page.name)
def test_every_word_of_a_page_is_translated_or_content(told: Told, shown: SitePage) -> None:
    with speaking("en"):
        page = told.page(shown)

    assert "⟦" in page
    missed = [said for said in left_out(page, told.content) if not _is_exempt(said.text, shown)]
    assert not missed, "\n".join(f"{said.where}: {said.text}" for said in missed)


@pytest.mark.django_db
@pytest.mark.parametrize("path", OF_AN_EMPTY_SITE)
def test_every_word_of_a_site_without_content_is_translated(client: Client, path: str) -> None:
    with speaking("en"):
        page = client.get(path).content.decode()

    assert left_out(page, Content({*NAMES, sample.OUTPUT})) == []


def test_what_was_left_out_is_found() -> None:
    with speaking("en"):
        page = f"""
        <title>{gettext("Badge")} - quizapp</title>
        <p>{gettext("Good day")}</p> <p>Left out</p>
        <p>{gettext("Earned by <strong>%(name)s</strong> today") % {"name": "Ada"}}</p>
        <p title="A forgotten title">{gettext("%(count)s of %(unit)s") % {"count": 3, "unit": "forgotten units"}}</p>
        <input type="submit" value="Send"> <input type="text" value="typed"> <img alt="A picture" src="x">
        <pre>print("code")</pre> <p>Weights are numbers: <code>w</code></p>
        """

    missed = left_out(page, Content({*NAMES, "Ada", "Weights are numbers: "}))

    assert missed == [
        Said("Left out", "p"),
        Said("A forgotten title", "p[title]"),
        Said("forgotten units", "p"),
        Said("Send", "input[value]"),
        Said("A picture", "img[alt]"),
    ]


def test_a_word_of_the_interface_does_not_pass_because_content_has_it_too() -> None:
    content = Content({"The result of it is a number.", "Ada"})

    assert content.holds("Ada, The result of …")
    assert not content.holds("result")


def test_the_made_up_language_keeps_what_is_set_in() -> None:
    late = gettext_lazy("Late")
    with speaking("en"):
        assert pseudo("Hello <b>%(name)s</b> &amp; {all}") == "⟦Ĥéļļö <b>⟨%(name)s⟩</b> &amp; ⟨{all}⟩⟧"
        assert ngettext("%(n)s day", "%(n)s days", 2) % {"n": 2} == "⟦⟨2⟩ ðåýš⟧"
        assert pgettext("slip", "mean") == "⟦ɱéåñ⟧"
        assert str(late) == "⟦Ļåţé⟧"
    assert str(late) == "Late"
