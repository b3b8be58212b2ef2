"""Every kind of question declares itself in a module of its own."""

from __future__ import annotations

import pkgutil

import pytest

from quizapp.catalog import kinds
from quizapp.catalog.kind import QuestionKind
from quizapp.catalog.kinds import declared_kinds, kind_of


def test_the_folder_lists_every_kind_once() -> None:
    modules = {module.name.replace("_", "-") for module in pkgutil.iter_modules(kinds.__path__)}

    assert modules == {kind.value for kind in QuestionKind}
    assert tuple(declared_kinds()) == tuple(QuestionKind)


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_kind_says_what_learners_see(kind: QuestionKind) -> None:
    declared = kind_of(kind)

    assert declared.kind is kind
    assert declared.label
    assert declared.icon
    assert str(declared.asks).endswith(".")


def test_only_printed_output_is_executed() -> None:
    assert [kind for kind in QuestionKind if kind_of(kind).executed] == [QuestionKind.PREDICT_OUTPUT]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="riddle"):
        kind_of("riddle")
