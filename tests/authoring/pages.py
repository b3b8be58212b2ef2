"""The cast of the authoring tests, and what a browser would send back."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from quizapp.accounts.models import User
from tests.factories.people import user


def author() -> User:
    return _member("Authors")


def reviewer() -> User:
    return _member("Reviewers")


def _member(group: str) -> User:
    made = user(is_staff=True)
    made.groups.add(Group.objects.get(name=group))
    return made


def signed_in(as_user: User) -> Client:
    client = Client()
    client.force_login(as_user)
    return client


class FormReader(HTMLParser):
    """Everything a browser would submit from the page's content form, untouched by its user."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, Any] = {}
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name")
        match tag:
            case "input" if name is not None:
                self._input(name, given)
            case "textarea" if name is not None:
                self._textarea = name
                self.fields[name] = ""
            case "select" if name is not None:
                self._select = name
            case "option" if self._select is not None and "selected" in given:
                self.fields[self._select] = given.get("value")

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        if given.get("type") in {"checkbox", "radio"}:
            if "checked" in given:
                self.fields[name] = given.get("value", "on")
        elif given.get("type") != "submit":
            self.fields[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self.fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None:
            # A browser drops the line end right after the tag, and sends the others as the network has them.
            text = self.fields[self._textarea].removeprefix("\r").removeprefix("\n")
            self.fields[self._textarea] = text.replace("\r\n", "\n").replace("\n", "\r\n")
            self._textarea = None
        elif tag == "select":
            self._select = None


def fields_of(html: str) -> dict[str, Any]:
    """The fields of the form that edits content; the page's other forms only hold a token."""
    reader = FormReader()
    start = html.index('name="based_on"')
    reader.feed(html[html.rindex("<form", 0, start) : html.index("</form>", start)])
    return reader.fields
