import os
from pathlib import Path

import pytest

from runner.sandbox.jail import privileges

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="changing users takes root")


def test_an_attempt_says_why_it_failed_and_leaves_this_process_alone() -> None:
    def fail() -> None:
        os.chdir("/")
        raise PermissionError(1, "Operation not permitted")

    here = Path.cwd()
    assert privileges.attempt(fail) == "Operation not permitted"
    assert Path.cwd() == here


def test_an_attempt_that_works_says_nothing() -> None:
    assert privileges.attempt(lambda: None) == ""


def test_an_attempt_that_dies_is_a_failure() -> None:
    assert privileges.attempt(lambda: os._exit(3)) != ""


@root_only
def test_a_tree_in_a_private_home_is_found_unreadable_for_another_user(tmp_path: Path) -> None:
    library = tmp_path / "home" / "lib"
    library.mkdir(parents=True)
    (library / "module.py").touch()
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(0o755)
    assert privileges.try_uid(73000, [str(library)]) == ""
    (tmp_path / "home").chmod(0o700)
    assert "cannot be read by user 73000" in privileges.try_uid(73000, [str(library)])


@root_only
def test_a_private_folder_deep_in_a_tree_is_found_too(tmp_path: Path) -> None:
    package = tmp_path / "lib" / "package"
    package.mkdir(parents=True)
    (package / "module.py").touch()
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(0o755)
    package.chmod(0o700)
    assert "package cannot be read" in privileges.try_uid(73000, [str(tmp_path / "lib")])


@root_only
def test_a_private_file_counts_as_well(tmp_path: Path) -> None:
    (tmp_path / "module.py").touch(mode=0o600)
    for folder in (tmp_path, *tmp_path.parents[:-2]):
        folder.chmod(0o755)
    assert "module.py cannot be read" in privileges.try_uid(73000, [str(tmp_path)])
