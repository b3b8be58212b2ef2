"""The kinds of question, and what each of them declares about itself in a module under ``kinds/``."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise


class QuestionKind(enum.StrEnum):
    """What a question asks of the learner."""

    CONCEPTUAL = "conceptual"
    PREDICT_OUTPUT = "predict-output"
    MODEL_CHOICE = "model-choice"
    HYPERPARAMETER = "hyperparameter"
    METRICS = "metrics"
    WHICH_CODE = "which-code"
    FIND_ERROR = "find-error"


@dataclass(frozen=True)
class KindDeclaration:
    """How a kind is shown and what its questions consist of."""

    kind: QuestionKind
    label: str | Promise
    icon: str
    """Name of a drawing under ``templates/icons/``."""
    asks: str | Promise
    """What the learner has to do, in one line."""
    executed: bool = False
    """The key is what the snippet prints, so it has to be proven by running it."""
    needs_snippet: bool = False
    choices: Literal["text", "code", "either"] = "either"
