"""Make a layer without its bias."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.idioms import LAYERS_WITH_BIAS
from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls(*LAYERS_WITH_BIAS):
        if keyword(call, "bias", "use_bias") is None:
            name = "use_bias" if called(call) in {"Dense", "Conv2D"} else "bias"
            yield (source.argument(call, f"{name}=False"),)


MUTATION = Mutation(
    name="no-bias",
    sentence="The layer was taken to hold its weights alone, without a bias for each output.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
