import sys
from pathlib import Path

import pytest

from runner.config import from_environment
from runner.errors import ConfigurationError


def test_a_bare_machine_needs_no_settings() -> None:
    config = from_environment({})
    assert config.slots >= 1
    assert config.socket.is_absolute()
    assert "python" in config.runtimes


def test_the_base_runtime_is_the_first_one() -> None:
    assert from_environment({"RUNNER_RUNTIMES": "python"}).runtimes == ("python",)


def test_the_processor_alone_is_offered_unless_told_otherwise() -> None:
    assert from_environment({}).devices == ("cpu",)
    assert from_environment({"RUNNER_DEVICES": "cuda, cpu"}).devices == ("cpu", "cuda")


def test_only_a_worker_needs_a_broker() -> None:
    with pytest.raises(ConfigurationError, match="RUNNER_BROKER_URL"):
        from_environment({}).require_broker()
    assert from_environment({"RUNNER_BROKER_URL": "redis://host"}).require_broker() == "redis://host"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RUNNER_SLOTS", "0"),
        ("RUNNER_SLOTS", "-1"),
        ("RUNNER_SLOTS", "1.5"),
        ("RUNNER_SLOTS", "²"),
        ("RUNNER_SLOTS", "1000000"),
        ("RUNNER_HEARTBEAT_S", "soon"),
        ("RUNNER_HEARTBEAT_S", "0"),
        ("RUNNER_HEARTBEAT_S", "nan"),
        ("RUNNER_IDLE_S", "inf"),
        ("RUNNER_SOCKET", "here.sock"),
        ("RUNNER_RUNTIMES", "python,cobol"),
        ("RUNNER_UID_BASE", "0"),
        ("RUNNER_DEVICES", "tpu"),
        ("RUNNER_DEVICES", "cpu,cpu,gpu"),
        ("RUNNER_DEVICES", ","),
        ("RUNNER_NAME", "\n"),
        ("RUNNER_NO_SUCH", "1"),
    ],
)
def test_nonsense_is_refused_and_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        from_environment({name: value})


def venv(folder: Path, numpy: str) -> Path:
    """A folder as a virtual environment with numpy leaves it."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    installed = folder / "lib" / "python3" / "site-packages" / f"numpy-{numpy}.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text(f"Metadata-Version: 2.1\nName: numpy\nVersion: {numpy}\n")
    return folder


def test_a_runtime_can_be_given_another_virtual_environment(tmp_path: Path) -> None:
    config = from_environment({"RUNNER_RUNTIMES": "python", "RUNNER_VENVS": f"python={venv(tmp_path, '1.26.4')}"})
    runtime = config.offered()["python"]
    assert runtime.interpreter == tmp_path / "bin" / "python"
    assert runtime.versions() == {"numpy": "1.26.4"}


def test_what_a_given_virtual_environment_lacks_is_not_offered(tmp_path: Path) -> None:
    given = {"RUNNER_VENVS": f"pytorch={venv(tmp_path, '2.2.6')}"}
    assert "pytorch" not in from_environment(given).runtimes
    with pytest.raises(ConfigurationError, match="torch, torchvision is not installed"):
        from_environment({**given, "RUNNER_RUNTIMES": "pytorch"})


@pytest.mark.parametrize("value", ["python", "python=", "fortran=.venv", "python=/nowhere"])
def test_a_virtual_environment_that_makes_no_sense_is_refused_by_name(value: str) -> None:
    with pytest.raises(ConfigurationError, match="RUNNER_VENVS"):
        from_environment({"RUNNER_VENVS": value})
