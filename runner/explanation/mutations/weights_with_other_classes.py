"""Ask for pre-trained weights and another number of classes in one call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Edit, Source, keyword


def _places(source: Source) -> Iterator[Place]:
    weights = [each for each in source.nodes(ast.Attribute) if source.segment(each).endswith("_Weights.DEFAULT")]
    for call in source.calls():
        classes = keyword(call, "num_classes")
        if weights and classes is not None and keyword(call, "weights") is None:
            yield (Edit(source.start(classes), source.start(classes), f"weights={source.segment(weights[0])}, "),)


MUTATION = Mutation(
    name="weights-with-other-classes",
    sentence="The weights were asked for in the same call as another number of classes, which torchvision refuses.",
    places=_places,
)
