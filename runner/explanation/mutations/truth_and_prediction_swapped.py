"""Give a metric the predictions first."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls():
        if (
            (
                called(call).endswith("_score")
                or called(call)
                in {
                    "confusion_matrix",
                    "mean_squared_error",
                    "classification_report",
                }
            )
            and len(call.args) > 1
            and "cross" not in called(call)
        ):
            yield source.swap(call.args[0], call.args[1])


MUTATION = Mutation(
    name="truth-and-prediction-swapped",
    sentence="The metric was given predictions and truth in the other order.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
