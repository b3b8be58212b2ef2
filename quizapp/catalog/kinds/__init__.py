"""One module for each kind of question, all of one shape; the listing of this folder is the registry."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from quizapp.catalog.kind import KindDeclaration, QuestionKind


@functools.cache
def declared_kinds() -> Mapping[QuestionKind, KindDeclaration]:
    """Every kind's declaration, in the order of ``QuestionKind``."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    declarations: dict[QuestionKind, KindDeclaration] = {module.KIND.kind: module.KIND for module in modules}
    return MappingProxyType({kind: declarations[kind] for kind in QuestionKind})


def kind_of(kind: QuestionKind | str) -> KindDeclaration:
    """The declaration of ``kind``; raises ``ValueError`` for an unknown one."""
    return declared_kinds()[QuestionKind(kind)]
