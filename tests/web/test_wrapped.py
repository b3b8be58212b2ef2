"""Words in templates and code that are not handed to gettext, on whatever branch they stand."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
TEMPLATES: Final = sorted((ROOT / "templates").rglob("*.html"))
MODULES: Final = sorted(each for each in (ROOT / "quizapp").rglob("*.py") if "migrations" not in each.parts)

NAMES: Final = frozenset({"quizapp", "PyTorch", "A", "B", "C", "D", "E"})
"""Of products, and of choices on the page that shows every part."""

_TRANSLATED: Final = re.compile(r"{%-?\s*blocktrans.*?{%-?\s*endblocktrans\w*\s*-?%}", re.DOTALL)
_TOKEN: Final = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
_NO_WORDS: Final = re.compile(r"<(pre|code|samp|kbd|script|style|textarea)\b.*?</\1>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>", re.DOTALL)
_SAID: Final = re.compile(r"\s(?:title|aria-label|placeholder|alt)=\"([^\"]*)\"")
_PRESSED: Final = re.compile(r"<input type=\"(?:submit|button)\"[^>]*\svalue=\"([^\"]*)\"")
_BODY_CLASS: Final = re.compile(r"{% block bodyclass %}.*?{% endblock %}")
_DEFAULT: Final = re.compile(r"\|default(?:_if_none)?:\"([^\"]*[a-z]{2}[^\"]*)\"")


def bare_words(template: str) -> list[str]:
    """What a template says without asking gettext."""
    text = _BODY_CLASS.sub("", _TRANSLATED.sub("", template))
    # In attributes that are said aloud quotes may stand inside of tags: these go first.
    plain = _TOKEN.sub("", text.replace("default:_(", "("))
    said = [*_SAID.findall(plain), *_PRESSED.findall(plain)]
    said += [word for word in _DEFAULT.findall(text) if word != "submit"]
    said += _TAG.split(_NO_WORDS.sub("", re.sub(r"<meta name=\"htmx-config\"[^>]*'>", "", plain)))
    words = [re.sub(r"&\w+;", "", each).strip(" -|,.:;()/\n") for each in said]
    return [each for each in words if re.search(r"[A-Za-z]", each) and each not in NAMES]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_says_nothing_past_gettext(template: Path) -> None:
    assert bare_words(template.read_text()) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Left out</p>", ["Left out"]),
        ('<p title="Left out">{{ name }}</p>', ["Left out"]),
        ('<input type="submit" value="Send">', ["Send"]),
        ("{{ count }} day{{ count|pluralize }}", ["day"]),
        ('{{ name|default:"nobody" }}', ["nobody"]),
        ('<p title="{% translate "Said" %}">{% translate "Said" %}</p>', []),
        ("{% blocktranslate %}Said <b>so</b>{% endblocktranslate %} <code>x = y</code>", []),
    ],
)
def test_what_a_template_says_past_gettext_is_found(template: str, found: list[str]) -> None:
    assert bare_words(template) == found


SHOWN: Final = frozenset({"label", "help_text", "description", "short_description", "verbose_name", "empty_label"})
"""Arguments whose value somebody reads on a page."""
TELLING: Final = frozenset({"success", "warning", "error", "info", "message_user", "add_error"})


def _is_words(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(each, ast.Constant) and re.search(r"[a-z]{2}", str(each.value)) for each in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value


def untold(source: str) -> list[int]:
    """Lines where a page is given words that were not handed to gettext."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            shown = [keyword.value for keyword in node.keywords if keyword.arg in SHOWN]
            if isinstance(node.func, ast.Attribute) and node.func.attr in TELLING:
                owner = ast.unparse(node.func.value)
                shown += node.args if owner in {"messages", "self", "form", "self.form"} else []
            lines += [each.lineno for each in shown if _is_words(each)]
    return lines


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT / "quizapp")))
def test_code_gives_pages_no_words_past_gettext(module: Path) -> None:
    assert untold(module.read_text()) == []


def test_what_code_says_past_gettext_is_found() -> None:
    assert untold('messages.error(request, "That was not it.")') == [1]
    assert untold('x = forms.CharField(help_text="Up to ten.")\nmessages.info(r, f"{n} done")') == [1, 2]
    assert untold('messages.error(request, gettext("That was not it."))') == []
