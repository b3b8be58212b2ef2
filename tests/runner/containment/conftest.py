"""A supervisor in each of the four settings; import of the helpers beside the tests."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _load(name: str) -> ModuleType:
    """The helper module ``name`` of this folder, which is no package."""
    full = f"containment_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[full] = module
        spec.loader.exec_module(module)
    return sys.modules[full]


settings = _load("settings")
samples = _load("samples")

NOWHERE = dict.fromkeys(("file", "pid", "port", "socket", "abstract", "supervisor", "checkout", "secret"), "")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "attack" in metafunc.fixturenames:
        metafunc.parametrize("attack", [sample.name for sample in samples.all_samples(NOWHERE)])


@pytest.fixture(scope="session", params=settings.SETTINGS)
def setting(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A supervisor in one of the four settings."""
    if reason := settings.reason_not_to(request.param):
        pytest.skip(reason)
    with settings.supervised(request.param) as running:
        yield running


@pytest.fixture(scope="session")
def onslaught(setting: Any) -> dict[str, tuple[Any, Any]]:
    """Every attack run in the setting, once: sample and answer by name."""
    attacks = samples.all_samples(setting.canaries.described(setting.socket))
    answers = setting.run([attack.source for attack in attacks])
    return {attack.name: (attack, answer) for attack, answer in zip(attacks, answers, strict=True)}


@pytest.fixture
def weaken() -> Any:
    """Starts a supervisor whose zygotes lack one layer: ``with weaken("docker", "landlock") as setting``."""

    def weaken(name: str, layer: str, **settings_of_runner: str) -> Any:
        if reason := settings.reason_not_to(name):
            pytest.skip(reason)
        program = (str(Path(__file__).with_name("weakened.py")), layer)
        return settings.supervised(name, program, **{"RUNNER_RUNTIMES": "python", **settings_of_runner})

    return weaken
