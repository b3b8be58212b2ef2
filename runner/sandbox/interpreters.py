"""The Pythons that zygotes run under, and the folders each of them must be able to read."""

from __future__ import annotations

import json
import platform
import site
import subprocess
import sys
import sysconfig
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from runner.errors import ConfigurationError
from runner.runtimes.declaration import Runtime

ROOT: Final = str(Path(__file__).resolve().parents[2])
_ASK: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from runner.sandbox.interpreters import describe; describe()"
)


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python and the folders that it and what is installed for it lie in."""

    executable: str
    version: str
    trees: tuple[str, ...]


def interpreter_of(runtime: Runtime) -> Interpreter:
    """The interpreter of ``runtime``; one of another virtual environment is asked where its folders are."""
    if runtime.interpreter is None:
        return this_interpreter()
    command = [str(runtime.interpreter), "-s", "-P", "-B", "-c", _ASK, ROOT]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env={})  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise ConfigurationError(
            f"the interpreter of {runtime.name}, {runtime.interpreter}, does not work: {error}"
        ) from error
    described = json.loads(asked.stdout)
    return Interpreter(described["executable"], described["version"], tuple(described["trees"]))


def this_interpreter() -> Interpreter:
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    shared = sysconfig.get_config_var("LIBDIR") or ""
    wanted = {*paths, *site.getsitepackages(), str(Path(sys.base_prefix) / "lib")}
    if shared and Path(shared, sysconfig.get_config_var("LDLIBRARY") or "-").exists():
        wanted.add(shared)
    configuration = Path(sys.prefix, "pyvenv.cfg")
    if configuration.exists():
        wanted.add(str(configuration))
    system = {"/", "/usr", "/lib"}
    trees = tuple(sorted(path for path in wanted if path and path not in system))
    return Interpreter(sys.executable, platform.python_version(), trees)


def describe() -> None:
    """Print this interpreter for another one to read."""
    sys.stdout.write(json.dumps(asdict(this_interpreter())))
