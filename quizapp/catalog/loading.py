"""Reads a pack from its folder and tells everything that is wrong with it at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

from quizapp.catalog.content import Card, OpenQuestion, Question
from quizapp.catalog.errors import PackInvalid, PackProblem, YamlInvalid
from quizapp.catalog.lesson import Lesson, lesson_slug
from quizapp.catalog.pack_checks import cross_check
from quizapp.catalog.pack_contents import ItemContents, PackContents, PatternContents
from quizapp.catalog.pack_files import PAGE_SLUG, CardsFile, OpenQuestionsFile, PackFile, PatternFile
from quizapp.catalog.schema_faults import validated
from quizapp.catalog.yaml_reader import MarkedData, did_you_mean, read

Model = TypeVar("Model")

_SLUG: Final = re.compile(PAGE_SLUG)

MAX_FILES: Final = 2000
"""Files in one folder of a pack."""

_SILENT_ENDINGS: Final = (".md", ".txt", ".json")
"""Files that may lie beside a pack's own: notes, licences, evidence."""


def read_pack(folder: Path) -> PackContents:
    """The pack in ``folder``; raises ``PackInvalid`` with all its problems.

    Patterns that another pack has to hold (``after``) are looked for when the pack is applied.
    """
    return _Loading(folder).pack()


class _Loading:
    """One reading of a folder, collecting problems and warnings on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[PackProblem] = []
        self.warnings: list[PackProblem] = []

    def pack(self) -> PackContents:
        if not self.folder.is_dir():
            raise PackInvalid([_whole(self.folder, "is not a folder")])
        folders, files = self._entries(self.folder, known=("pack.yaml",), folders=None)
        subject = self._file(files, "pack.yaml", PackFile, self.folder)
        patterns = [pattern for each in folders if (pattern := self._pattern(each)) is not None]
        if not folders:
            self.problems.append(_whole(self.folder, "holds no pattern: each is a folder with a pattern.yaml"))
        if subject is not None and subject[0].slug != self.folder.resolve().name:
            self.warnings.append(subject[1].problem(("slug",), f"the folder has another name, {self.folder.name!r}"))
        faults, warnings = cross_check(patterns, {problem.file for problem in self.problems})
        self.problems += faults
        self.warnings += warnings
        if self.problems or subject is None:
            raise PackInvalid(self.problems)
        return PackContents(subject[0], tuple(patterns), self.folder, tuple(sorted(self.warnings)))

    def _pattern(self, folder: Path) -> PatternContents | None:
        known = ("pattern.yaml", "cards.yaml", "open.yaml", "lesson.yaml")
        folders, files = self._entries(folder, known=known, folders=("questions",))
        pattern = self._file(files, "pattern.yaml", PatternFile, folder)
        items: list[ItemContents] = []
        for each in folders:
            items += self._questions(each)
        items += self._collection(files, "cards.yaml", CardsFile)
        items += self._collection(files, "open.yaml", OpenQuestionsFile)
        items += self._lesson(files, folder)
        if pattern is None:
            return None
        contents, marks = pattern
        if contents.slug != folder.name:
            self.problems.append(
                marks.problem(("slug",), f"the folder is named {folder.name!r}, and both have to agree", folder.name)
            )
        return PatternContents(contents, tuple(items), folder, marks)

    def _questions(self, folder: Path) -> Iterator[ItemContents]:
        _, files = self._entries(folder, known=None, folders=())
        for path in files:
            loaded = self._loaded(path, Question)
            if loaded is None:
                continue
            slug = path.stem
            if not _is_slug(slug):
                self.problems.append(_whole(path, "the name of the file is the item's slug: small letters and dashes"))
                continue
            yield ItemContents(slug, loaded[0], str(path), 1)

    def _collection(self, files: list[Path], name: str, model: type[dict[str, Model]]) -> Iterator[ItemContents]:
        for path in files:
            if path.name != name or (loaded := self._loaded(path, model)) is None:
                continue
            contents, marks = loaded
            for slug, content in contents.items():
                assert isinstance(content, Card | OpenQuestion)
                yield ItemContents(slug, content, str(path), marks.at_key((slug,)).line)

    def _lesson(self, files: list[Path], folder: Path) -> Iterator[ItemContents]:
        path = folder / "lesson.yaml"
        if path in files and (loaded := self._loaded(path, Lesson)) is not None:
            yield ItemContents(lesson_slug(folder.name), loaded[0], str(path), 1)

    def _file(self, files: list[Path], name: str, model: type[Model], folder: Path) -> tuple[Model, MarkedData] | None:
        if folder / name in files:
            return self._loaded(folder / name, model)
        if not any(problem.file == str(folder / name) for problem in self.problems):
            self.problems.append(_whole(folder / name, "is missing"))
        return None

    def _loaded(self, path: Path, model: type[Model]) -> tuple[Model, MarkedData] | None:
        try:
            data = read(path)
            return validated(model, data), data
        except (YamlInvalid, PackInvalid) as refused:
            self.problems += refused.problems
            return None

    def _entries(
        self, folder: Path, *, known: tuple[str, ...] | None, folders: tuple[str, ...] | None
    ) -> tuple[list[Path], list[Path]]:
        """The subfolders and YAML files that belong here; ``None`` for any name."""
        found_folders: list[Path] = []
        found_files: list[Path] = []
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
        if len(entries) > MAX_FILES:
            self.problems.append(_whole(folder, f"holds more than {MAX_FILES} files"))
            return [], []
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                self.problems.append(_whole(path, "is a symbolic link; a pack holds its files itself"))
            elif entry.is_dir():
                self._sort(path, folders, found_folders)
            elif not entry.is_file():
                self.problems.append(_whole(path, "is neither a file nor a folder"))
            elif path.suffix == ".yaml":
                self._sort(path, known, found_files)
            elif path.suffix == ".yml":
                self.problems.append(_whole(path, "has the wrong ending", f"{path.stem}.yaml"))
            elif not entry.name.endswith(_SILENT_ENDINGS):
                self.warnings.append(_whole(path, "is no part of a pack and was left out"))
        return found_folders, found_files

    def _sort(self, path: Path, known: tuple[str, ...] | None, found: list[Path]) -> None:
        if known is None or path.name in known:
            found.append(path)
        else:
            self.problems.append(_whole(path, "is not a name that a pack knows here", did_you_mean(path.name, known)))


def _is_slug(name: str) -> bool:
    return len(name) <= 80 and _SLUG.fullmatch(name) is not None


def _whole(path: Path, message: str, suggestion: str = "") -> PackProblem:
    return PackProblem(str(path), 0, 0, "", message, suggestion)
