from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.operations.errors import CannotStart
from quizapp.operations.home_folder import locked, open_home


def test_a_new_home_is_its_owners_alone_and_has_a_key(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    open_home(home)
    assert home.stat().st_mode & 0o777 == 0o700
    key = home / "secret-key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text().strip()) >= 64


def test_the_key_stays(tmp_path: Path) -> None:
    open_home(tmp_path)
    key = (tmp_path / "secret-key").read_text()
    open_home(tmp_path)
    assert (tmp_path / "secret-key").read_text() == key


def test_a_home_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match=r"QUIZAPP_HOME .*/file/home cannot be written: Not a directory"):
        open_home(tmp_path / "file" / "home")


def test_a_home_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(CannotStart, match="another `up` is running"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass
