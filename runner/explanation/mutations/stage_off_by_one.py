"""Take the stage in front of the one that is named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source


def _places(source: Source) -> Iterator[Place]:
    for text in source.nodes(ast.Constant):
        found = re.fullmatch(r"(layer|block|stage|conv)([1-9])", text.value) if isinstance(text.value, str) else None
        if found is not None and int(found[2]) > 1:
            yield (source.replace(text, f'"{found[1]}{int(found[2]) - 1}"'),)


MUTATION = Mutation(
    name="stage-off-by-one",
    sentence="The stages were counted from zero, so each stands for the one in front.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
