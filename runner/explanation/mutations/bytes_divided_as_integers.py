"""Divide bytes by 255 before they become fractions."""

from __future__ import annotations

from collections.abc import Iterator

from runner.explanation.mutations.declaration import Likelihood, Mutation, Place
from runner.explanation.source import Source, called, keyword


def _places(source: Source) -> Iterator[Place]:
    for call in source.calls("to_dtype", "convert_image_dtype"):
        scaled = keyword(call, "scale")
        if len(call.args) == 2 and (scaled is not None or called(call) == "convert_image_dtype"):
            pixels, dtype = map(source.segment, call.args)
            yield (source.replace(call, f"({pixels} // 255).to({dtype})"),)


MUTATION = Mutation(
    name="bytes-divided-as-integers",
    sentence="The bytes were divided as whole numbers, before they could become fractions.",
    places=_places,
    likelihood=Likelihood.COMMON,
)
