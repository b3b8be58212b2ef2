"""Take recall for precision."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Edit, Source, called

_OTHER: Final = {"precision_score": "recall_score", "recall_score": "precision_score"}


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls(*_OTHER):
        imports = [
            Edit(source.end(alias), source.end(alias), f", {_OTHER[called(call)]}")
            for alias in source.nodes(ast.alias)
            if alias.name == called(call) and not source.imports(_OTHER[called(call)])
        ]
        yield (
            source.replace(call.func, source.segment(call.func).replace(called(call), _OTHER[called(call)])),
            *imports,
        )


MUTATION = Mutation(
    name="recall-for-precision",
    sentence="Precision, a share of what was found, and recall, a share of what is there, were taken for each other.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
