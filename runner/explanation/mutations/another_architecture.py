"""Build another architecture of the same family."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Edit, Source

_OTHER: Final = {
    "resnet18": "resnet34",
    "resnet34": "resnet18",
    "resnet50": "resnet34",
    "resnet101": "resnet50",
    "vgg11": "vgg16",
    "vgg16": "vgg11",
    "mobilenet_v2": "mobilenet_v3_small",
    "efficientnet_b0": "efficientnet_b1",
}
_WEIGHTS: Final = {"ResNet18_Weights": "ResNet34_Weights", "ResNet34_Weights": "ResNet18_Weights"}


def _places(source: Source) -> Iterator[Place]:
    for old, new in _OTHER.items():
        found = [*_named(source, old, new)]
        if found:
            weights = [edit for name, other in _WEIGHTS.items() for edit in _named(source, name, other)]
            yield (*found, *(weights if old in {"resnet18", "resnet34"} else ()))


def _named(source: Source, old: str, new: str) -> Iterator[Edit]:
    for name in source.nodes(ast.Name):
        if name.id == old:
            yield source.replace(name, new)
    for attribute in source.nodes(ast.Attribute):
        if attribute.attr == old:
            yield source.rename(attribute, new)
    for alias in source.nodes(ast.alias):
        if alias.name == old:
            yield source.replace(alias, new)


MUTATION = Mutation(
    name="another-architecture",
    sentence="Another architecture of the same family was in mind.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
