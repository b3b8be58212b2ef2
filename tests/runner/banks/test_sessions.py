"""Prompts as doctest and xdoctest read them."""

from __future__ import annotations

import doctest

import pytest

from runner.banks.entry import Example
from runner.banks.sessions import examples
from runner.errors import BankInvalid


def parsed(text: str) -> tuple[Example, ...]:
    return examples(text, "here", 1, text.split("\n"))


def test_source_and_want_come_without_prompts() -> None:
    first, second = parsed("Text.\n\n    >>> def f():\n    ...     return 1\n    >>> f()\n    1\n\nText.")
    assert (first.source, first.want, first.line) == ("def f():\n    return 1\n", "", 3)
    assert (second.source, second.want, second.line) == ("f()\n", "1\n", 5)


def test_directives_are_kept() -> None:
    first, second = parsed(">>> 1  # doctest: +ELLIPSIS, -NORMALIZE_WHITESPACE\n1\n>>> 2  # doctest: +SKIP\n3\n")
    assert (first.flags, first.skipped) == (doctest.ELLIPSIS, "")
    assert second.skipped == "+SKIP"


def test_a_traceback_is_known_by_its_last_line() -> None:
    (example,) = parsed(">>> 1 / 0\nTraceback (most recent call last):\n    ...\nZeroDivisionError: division by zero\n")
    assert example.raises == "ZeroDivisionError: division by zero\n"


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (">>> for i in [1]:\n>>>     print(i)\n1\n", ["for i in [1]:\n    print(i)\n"]),
        (
            ">>> def f():\n>>>     a = 1\n>>>     return a\n>>> f()\n1\n",
            ["def f():\n    a = 1\n    return a\n", "f()\n"],
        ),
        (">>> f(1,\n>>>   2)\n3\n", ["f(1,\n  2)\n"]),
        (">>> a = 1\n>>> b = 2\n", ["a = 1\n", "b = 2\n"]),
        (">>> if a:\n>>>     b\n>>> else:\n>>>     c\n", ["if a:\n    b\nelse:\n    c\n"]),
        (">>> a = (\n1\n>>> b\n2\n", ["a = (\n", "b\n"]),
    ],
)
def test_a_statement_may_repeat_the_prompt_on_its_further_lines(text: str, sources: list[str]) -> None:
    assert [example.source for example in parsed(text)] == sources


def test_decorated_functions_one_after_the_other_are_two_examples() -> None:
    text = ">>> @a\n>>> def f():\n>>>     pass\n>>>\n>>> @b\n>>> def g():\n>>>     pass\n"
    assert [example.source for example in parsed(text)] == [
        "@a\ndef f():\n    pass\n",
        "@b\ndef g():\n    pass\n",
    ]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (">>> a\n[[1],\n\n [2]]\n\nText.\n", "[[1],\n<BLANKLINE>\n [2]]\n"),
        (">>> a\n[[1],\n\n [2]]\n>>> b\n", "[[1],\n<BLANKLINE>\n [2]]\n"),
        (">>> a\n[[1],\n\nText.\n", "[[1],\n"),
        (">>> a\n(1]\n\nText.\n", "(1]\n"),
    ],
)
def test_an_output_with_a_blank_line_goes_on_to_its_last_bracket(text: str, want: str) -> None:
    assert parsed(text)[0].want == want


def test_a_directive_on_its_own_line_reaches_to_the_end_or_to_its_opposite() -> None:
    text = ">>> 1\n1\n>>> # xdoctest: +SKIP('slow')\n>>> 2\n2\n>>> # xdoctest: -SKIP\n>>> 3\n3\n"
    assert [example.skipped for example in parsed(text)] == ["", "+SKIP", ""]


@pytest.mark.parametrize(
    ("directive", "told"),
    [
        ("# xdoctest: +REQUIRES(env:CUDA)", "+REQUIRES(env:CUDA)"),
        ("# xdoctest: +SKIP", "+SKIP"),
        ('# xdoctest: +IGNORE_WANT("nondeterministic")', "+IGNORE_WANT"),
        ("# xdoctest: +ELLIPSIS", ""),
    ],
)
def test_a_directive_in_a_line_reaches_no_further(directive: str, told: str) -> None:
    assert [example.skipped for example in parsed(f">>> 1  {directive}\n1\n>>> 2\n2\n")] == [told, ""]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (">>> if 1:\n...print(1)\n", "lacks blank after ..."),
        (">>>1\n1\n", "lacks blank after >>>"),
        ("  >>> 1\n 1\n", "inconsistent leading whitespace"),
        (">>> 1  # doctest: +COBOL\n", "invalid option"),
    ],
)
def test_broken_rules_are_told_as_doctest_tells_them(text: str, complaint: str) -> None:
    with pytest.raises(BankInvalid, match=complaint):
        parsed(text)
