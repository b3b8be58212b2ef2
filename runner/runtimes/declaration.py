"""The shape of a runtime's declaration; standard library only, because zygotes of every runtime read it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

import runner.runtimes

_ROOT: Final = Path(__file__).resolve().parents[2]

NUMPY_WITHOUT_EXTENSIONS: Final = {
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    "OPENBLAS_CORETYPE": "Nehalem",
}
"""numpy and its linear algebra as on an old processor."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """One framework a snippet can use."""

    name: str
    distributions: tuple[str, ...] = ()
    """What must be installed; the versions are announced as part of the environment."""
    also_reported: tuple[str, ...] = ()
    """Further distributions whose versions are announced when they are there."""
    imports: tuple[str, ...] = ()
    """Modules whose import says that a snippet, of which nothing else is said, wants this runtime."""
    venv: str = ""
    """A virtual environment of the runtime's own: a folder beside this package, or a path; empty is the runner's."""
    zygote_mib: int = 100
    """What one of its zygotes adds to the memory in use, roughly."""
    before_preload: tuple[str, ...] = ()
    """Functions that a zygote calls before it preloads, as ``module:function``."""
    preload: tuple[str, ...] = ()
    """Modules that a zygote imports once; it must run no operation of theirs."""
    after_preload: tuple[str, ...] = ()
    """Functions that a zygote calls afterwards."""
    talks_on_import: bool = False
    """Its libraries write to standard error while they are imported, though nothing is wrong."""
    reads_own_path: bool = False
    """Its libraries die where they cannot read ``/proc/self/exe``."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables for the zygote, beside those that every zygote gets."""
    plain_processor: Mapping[str, str] = field(default_factory=dict)
    """Further variables for the zygote whose libraries use no extension of the processor."""
    gpu_build_of: str = ""
    """Distribution that runs on a GPU unless its version says ``+cpu``; empty where none does."""
    capability: str = ""
    """A snippet that prints the processor capability the framework uses."""

    @property
    def interpreter(self) -> Path | None:
        """The runtime's own interpreter; ``None`` where it uses the runner's."""
        return _ROOT / self.venv / "bin" / "python" if self.venv else None

    def missing(self) -> tuple[str, ...]:
        """The distributions that its interpreter lacks."""
        found = self._installed(self.distributions)
        return tuple(name for name in self.distributions if name not in found)

    def versions(self) -> dict[str, str]:
        """Version of each distribution that is installed."""
        return self._installed((*self.distributions, *self.also_reported))

    def lacks_for(self, device: str) -> str:
        """Why its snippets cannot run on ``device`` whatever the host has; empty where they can."""
        if device == "cpu":
            return ""
        version = self._installed((self.gpu_build_of,)).get(self.gpu_build_of, "") if self.gpu_build_of else ""
        if not version:
            return f"{self.name} runs on the processor only"
        return f"{self.gpu_build_of} {version} is a build for the processor" if version.endswith("+cpu") else ""

    def _installed(self, names: Iterable[str]) -> dict[str, str]:
        # Read from the folders, because a venv's packages are not ours to import.
        found = {}
        for name in names:
            if self.venv:
                paths = [str(path) for path in (_ROOT / self.venv).glob("lib/python*/site-packages")]
                matching = list(distributions(name=name, path=paths)) if paths else []
            else:
                matching = list(distributions(name=name))
            if matching:
                found[name] = matching[0].version
        return found


def declared() -> dict[str, Runtime]:
    """Every runtime declared in this folder, by name."""
    found = {}
    for module in pkgutil.iter_modules(runner.runtimes.__path__):
        if module.name != __name__.rpartition(".")[2]:
            runtime: Runtime = importlib.import_module(f"runner.runtimes.{module.name}").RUNTIME
            found[runtime.name] = runtime
    return found


def wanted_by(source: str) -> Runtime | None:
    """The runtime that the source's imports ask for; where several do, the one with a venv of its own decides."""
    roots = set(re.findall(r"^[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)", source, re.MULTILINE))
    asked = [runtime for runtime in declared().values() if roots.intersection(runtime.imports)]
    return max(asked, key=lambda each: (bool(each.venv), each.zygote_mib), default=None)
