"""Cut a result off from the graph that led to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for assign in source.nodes(ast.Assign):
        if isinstance(assign.value, ast.Call) and isinstance(assign.targets[0], ast.Name):
            name = re.escape(assign.targets[0].id)
            if re.search(rf"\b{name}\b[^\n]*\.backward\(", source.text):
                yield source.append(assign.value, ".detach()")


MUTATION = Mutation(
    name="graph-detached",
    sentence="The result was detached, so no gradient flows through it any more.",
    places=_places,
)
