"""One module for each rule that content should keep, all of one shape; the listing of this folder is the registry.

A rule has a function ``findings`` that gets a whole pack and yields what it found. Findings are advice: a pack with
findings loads all the same.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from quizapp.catalog.errors import PackProblem
from quizapp.catalog.pack_contents import PackContents


def lint(pack: PackContents) -> Iterator[PackProblem]:
    """What every rule has found in ``pack``; the field of a finding names its rule."""
    for found in pkgutil.iter_modules(__path__):
        rule = importlib.import_module(f"{__name__}.{found.name}")
        for finding in rule.findings(pack):
            yield PackProblem(finding.file, finding.line, finding.column, found.name.replace("_", "-"), finding.message)
