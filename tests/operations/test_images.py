from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def image(side: str, folder: Path) -> Path:
    """What the Dockerfile of ``side`` would copy, laid out in ``folder``."""
    for line in (ROOT / side / "Dockerfile").read_text().splitlines():
        if not line.startswith("COPY "):
            continue
        *sources, target = line.split()[1:]
        for source in sources:
            to = folder / target
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, to, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                to = to / source.rsplit("/", 1)[-1] if target.endswith("/") else to
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, to)
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": "k" * 50, "QUIZAPP_HOME": str(folder / "home")}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


def test_the_web_image_has_all_that_the_web_side_imports(tmp_path: Path) -> None:
    folder = image("quizapp", tmp_path)
    for command in (["check"], ["sweep", "--help"], ["prepare", "--help"]):
        result = run(folder, "manage.py", *command)
        assert result.returncode == 0, result.stderr
    result = run(folder, "-c", "import quizapp.celery, quizapp.wsgi, sys; sys.exit('torch' in sys.modules)")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("command", ["worker", "serve"])
def test_the_runner_image_starts_without_django(command: str, tmp_path: Path) -> None:
    folder = image("runner", tmp_path)
    source = (
        "import sys; sys.modules['django'] = None; sys.argv = ['runner', sys.argv[1], '--help']\n"
        "import runpy; runpy.run_module('runner', run_name='__main__')"
    )
    result = run(folder, "-c", source, command)
    assert result.returncode == 0, result.stderr
