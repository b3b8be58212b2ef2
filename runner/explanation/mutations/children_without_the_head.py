"""Join the children of a model but the last, so that its own flattening is lost."""

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
            yield (source.replace(assign, f"{model} = {sequential}(*list({model}.children())[:-1])"),)


MUTATION = Mutation(
    name="children-without-the-head",
    sentence="The layers in front of the head were joined, without the flattening that the model's own `forward` does.",
    places=_places,
)
