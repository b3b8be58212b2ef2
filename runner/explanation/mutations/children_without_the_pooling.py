"""Join the children of a model but the last two, so that the pooling is lost as well."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from runner.explanation.idioms import heads
from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source, called


def _places(source: Source) -> Iterator[Place]:
    for assign, layer in heads(source):
        target = assign.targets[0]
        if called(layer) == "Identity" and isinstance(target, ast.Attribute):
            model = source.receiver(target)
            sequential = source.segment(layer.func).replace("Identity", "Sequential")
            yield (source.replace(assign, f"{model} = {sequential}(*list({model}.children())[:-2])"),)


MUTATION = Mutation(
    name="children-without-the-pooling",
    sentence="The model was cut in front of its pooling, where the features are still maps.",
    places=_places,
)
