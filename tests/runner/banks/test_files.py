"""What lies in a folder, however odd: one message for it, and the others go on."""

from __future__ import annotations

import os
import socket
from itertools import islice
from pathlib import Path

import pytest

from runner.banks import formats
from runner.banks.entry import Session
from runner.banks.files import FILE_LIMIT_BYTES, File, files
from runner.errors import BankInvalid
from tests.runner.banks.builders import complaints, only, read, write

GOOD = ">>> 1 + 1\n2\n"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """With one file that is right, read last."""
    return write(tmp_path, zz_md=GOOD)


def test_files_come_by_name_and_folders_after_them(tmp_path: Path) -> None:
    write(tmp_path, b__x_md="", a__x_md="", c_md="")
    assert [each.name for each in files(tmp_path) if isinstance(each, File)] == ["c.md", "a/x.md", "b/x.md"]


def test_hidden_and_installed_things_are_left_out(tmp_path: Path) -> None:
    for name in (".git", "__pycache__", "node_modules", "site-packages", "kept"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.md").write_text(GOOD)
    (tmp_path / ".x.md").write_text(GOOD)
    assert [entry.place.file for entry in read(tmp_path)] == ["kept/x.md"]


def test_one_file_is_a_bank_too(bank: Path) -> None:
    assert only(Session, read(bank / "zz.md")).id == "zz.md"


def test_links_that_go_round_are_told_once_each(bank: Path) -> None:
    (bank / "loop").symlink_to(bank)
    (bank / "self.md").symlink_to("self.md")
    entries = read(bank)
    assert complaints(entries) == {
        "loop": "a link to a folder, which is not followed",
        "self.md": "Too many levels of symbolic links",
    }
    assert len(entries) == 3


def test_a_link_to_nowhere_and_one_to_a_file(bank: Path) -> None:
    (bank / "broken.md").symlink_to("missing")
    (bank / "other.md").symlink_to("zz.md")
    entries = read(bank)
    assert complaints(entries) == {"broken.md": "No such file or directory"}
    assert [entry.place.file for entry in entries] == ["broken.md", "other.md", "zz.md"]


def test_what_would_hang_a_reader_is_not_opened(bank: Path) -> None:
    os.mkfifo(bank / "pipe.md")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(bank / "socket.md"))
        assert complaints(read(bank)) == {"pipe.md": "no regular file", "socket.md": "no regular file"}


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.md", b">>> 'caf\xe9'\n", "not utf-8 at byte 8"),
        ("a.py", b"x = '\xe9'\n", "not utf-8 at byte 5"),
        ("a.py", b"# coding: cobol\n", "unknown encoding: cobol"),
        ("a.md", b"\0\0\0", "binary: it holds a NUL byte"),
        ("a.py", b"\x7fELF\0", "binary: it holds a NUL byte"),
        ("a.md", b" " * (FILE_LIMIT_BYTES + 1), f"longer than {FILE_LIMIT_BYTES} bytes"),
        ("a.py", b'">>> "' + b"+1" * 40_000, "not Python that can be parsed: RecursionError"),
        ("a.py", b'">>> "\n' + b"-" * 60_000 + b"1", "not Python that can be parsed: MemoryError"),
        ("a.py", b'">>> "\nclass', "not Python: invalid syntax on line 2"),
    ],
)
def test_one_clear_message_and_the_others_go_on(bank: Path, name: str, content: bytes, complaint: str) -> None:
    (bank / name).write_bytes(content)
    entries = read(bank)
    assert complaints(entries) == {name: complaint}
    assert isinstance(entries[-1], Session)


def test_a_file_may_say_its_encoding_or_the_caller_may(tmp_path: Path) -> None:
    (tmp_path / "declared.py").write_bytes('# coding: latin-1\n""">>> "é"\n\'é\'\n"""\n'.encode("latin-1"))
    (tmp_path / "told.md").write_bytes(">>> \"é\"\n'é'\n".encode("latin-1"))
    wants = [entry.examples[0].want for entry in read(tmp_path, encoding="latin-1") if isinstance(entry, Session)]
    assert wants == ["'é'\n", "'é'\n"]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf>>> 1\n1\n")
    assert only(Session, read(tmp_path)).examples[0].source == "1\n"


def test_a_name_that_is_no_text_can_be_printed(bank: Path) -> None:
    Path(os.fsdecode(os.fsencode(bank) + b"/\xff.md")).write_text(GOOD)
    assert {entry.place.file for entry in read(bank)} == {"?.md", "zz.md"}


@pytest.mark.parametrize(("folder", "complaint"), [("missing", "is no folder"), ("", "unknown encoding 'cobol'")])
def test_a_call_that_makes_no_sense_is_refused(tmp_path: Path, folder: str, complaint: str) -> None:
    with pytest.raises(BankInvalid, match=complaint):
        list(files(tmp_path / folder, "utf-8" if folder else "cobol"))


def test_a_folder_that_cannot_be_listed_is_told(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bank / "closed").mkdir()
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert complaints(read(bank)) == {"closed": "Permission denied"}


def test_files_are_read_one_at_a_time_however_many_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(300):
        (tmp_path / f"{number:03}.md").write_text(GOOD)
    opened: list[str] = []
    content = File.content

    def noting(file: File, *rest: int) -> bytes:
        opened.append(file.name)
        return content(file, *rest)

    monkeypatch.setattr(File, "content", noting)
    assert len(list(islice(formats.read(tmp_path), 3))) == 3
    assert opened == ["000.md", "000.md", "001.md", "001.md", "002.md"]
