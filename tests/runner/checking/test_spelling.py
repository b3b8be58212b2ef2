"""How far an output may be from what is shown, and what that is called."""

from __future__ import annotations

import doctest

import pytest

from runner.checking.finding import Spelling
from runner.checking.spelling import furthest_apart, loosest, spelling, spelling_of_exception


@pytest.mark.parametrize(
    ("printed", "wanted", "found"),
    [
        ("1\n", "1\n", Spelling.EXACT),
        ("1\n\n2\n", "1\n<BLANKLINE>\n2\n", Spelling.EXACT),
        ("a  b\n", "a b\n", Spelling.BLANKS),
        ("array([[1, 2],\n       [3, 4]])\n", "array([[1, 2], [3, 4]])\n", Spelling.BLANKS),
        ("[ 1.  2.]\n", "[1. 2.]\n", Spelling.BLANKS),
        ("1\n\n2\n", "1\n2\n", Spelling.BLANKS),
        ("[0, 1, 2, 3]\n", "[0, ..., 3]\n", Spelling.ABBREVIATED),
        ("array(1234)\n", "array(1234)  # of no dimension\n", Spelling.COMMENT),
        ("np.float64(2.5)\n", "2.5\n", Spelling.NUMBERS),
        ("<A object at 0x7f0011223344>\n", "<A object at 0x10aabbccdd>\n", Spelling.NUMBERS),
        ("['a']\n", '["a"]\n', Spelling.NUMBERS),
        ("1.0\n", "1.\n", Spelling.NUMBERS),
        ("0.3333333\n", "0.333\n", Spelling.ROUNDED),
        ("np.float64(0.3333333)\n", "0.333  # a third\n", Spelling.ROUNDED),
        ("0.3333333\n", "0.334\n", None),
        ("np.complex128(-13+0j)\n", "(-13+0j)\n", Spelling.NUMBERS),
        ("array([1. +0.j , 3. -1.j ])\n", "array([1.0+0.j, 3.0 - 1.j])\n", Spelling.NUMBERS),
        ("array([1.+0.j])\n", "array([1.-0.j])\n", Spelling.NUMBERS),
        ("1+2j\n", "1+3j\n", None),
        ("[-3.4e-16 8.0]\n", "[-2.3e-16 8.0]\n", Spelling.NOISE),
        ("np.float64(1000000.0049999999)\n", "1000000.0050000029\n", Spelling.NOISE),
        ("[1 2] [1 3]\n", "# [1 2] [1 3]\n", Spelling.COMMENT),
        ("tensor(3)\n", "tensor(3.)\n", Spelling.NUMBERS),
        ("2\n", "3\n", None),
        ("ab\n", "a b\n", None),
        ("", "1\n", None),
        ("#1\n", "#1\n", Spelling.EXACT),
    ],
)
def test_the_strictest_comparison_that_holds_is_told(printed: str, wanted: str, found: Spelling | None) -> None:
    assert spelling(printed, wanted) is found


def test_what_an_author_allowed_is_exact() -> None:
    assert spelling("[0, 1, 2]\n", "[0, ...]\n", doctest.ELLIPSIS) is Spelling.EXACT
    assert spelling("a  b\n", "a b\n", doctest.NORMALIZE_WHITESPACE) is Spelling.EXACT


@pytest.mark.parametrize(
    ("raised", "wanted", "flags", "found"),
    [
        ("ValueError: no", "ValueError: no\n", 0, Spelling.EXACT),
        ("ValueError: no such 3", "ValueError: no ...\n", 0, Spelling.EXACT),
        ("ValueError: no", "ValueError: yes\n", 0, Spelling.MESSAGE),
        ("numpy.linalg.LinAlgError: no", "LinAlgError: singular\n", 0, Spelling.MESSAGE),
        ("ValueError: no", "ValueError: yes\n", doctest.IGNORE_EXCEPTION_DETAIL, Spelling.EXACT),
        ("ValueError: no", "TypeError: no\n", 0, None),
    ],
)
def test_exceptions_agree_by_their_type(raised: str, wanted: str, flags: int, found: Spelling | None) -> None:
    assert spelling_of_exception(raised, wanted, flags) is found


def test_of_several_runs_the_loosest_counts_and_all_have_to_hold() -> None:
    assert loosest([Spelling.ROUNDED, Spelling.EXACT]) is Spelling.ROUNDED
    assert loosest([Spelling.EXACT, None]) is None
    assert loosest([]) is None


def test_numbers_alone_may_be_what_differs() -> None:
    assert furthest_apart("np.float64(1.01)\n", "1.0  # roughly\n") == pytest.approx(0.0099, rel=0.01)
    assert furthest_apart("one\n", "1.0\n") is None
