"""Writes a subject to a folder that, read again, gives equal content."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from quizapp.catalog.body import Body
from quizapp.catalog.content import Card, OpenQuestion, Question
from quizapp.catalog.errors import ExportRefused
from quizapp.catalog.keys import bodies_in_force
from quizapp.catalog.lesson import Lesson
from quizapp.catalog.models import ItemRevision, Mode, Pattern, Subject
from quizapp.catalog.pack_files import BadgeFile, ModeFile, PackFile, PatternFile
from quizapp.catalog.schema_faults import content_faults
from quizapp.catalog.yaml_writer import to_yaml


def export_subject(subject: Subject, folder: Path) -> tuple[str, ...]:
    """Writes the newest revision of every item that is not retired; returns the names of the files written.

    A corrected question is written with the key in force; a void one is left out (``void_items``), since a pack cannot
    say that a question has no right answer. Everything or nothing: raises ``ExportRefused`` where ``folder`` exists and
    holds anything, or where the rows make no valid pack.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportRefused(f"{folder} exists and is not an empty folder")
    if not folder.parent.is_dir():
        raise ExportRefused(f"{folder.parent} is not a folder")
    try:
        files = _files(subject)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in content_faults(error))
        raise ExportRefused(f"{subject.slug} makes no valid pack: {faults}") from error
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as scratch:
        written = Path(scratch) / "pack"
        for name, value in files.items():
            path = written / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(to_yaml(value), encoding="utf-8", newline="\n")
        if folder.exists():
            folder.rmdir()
        shutil.move(written, folder)
    return tuple(files)


def void_items(subject: Subject) -> tuple[str, ...]:
    """Slugs of the items that an export leaves out because no choice is right any more."""
    bodies = {slug: body for pattern in subject.patterns.all() for slug, body in _newest(pattern).items()}
    return tuple(sorted(slug for slug, body in bodies.items() if body is None))


def _files(subject: Subject) -> dict[str, Any]:
    """What each file of the pack says, by its path inside the folder."""
    files: dict[str, Any] = {"pack.yaml": _plain(_pack_file(subject))}
    patterns = subject.patterns.prefetch_related("after", "modes__placements__item")
    for pattern in patterns:
        bodies = _bodies(pattern)
        files[f"{pattern.slug}/pattern.yaml"] = _plain(_pattern_file(pattern, bodies))
        for slug, body in bodies.items():
            if isinstance(body, Question):
                files[f"{pattern.slug}/questions/{slug}.yaml"] = _plain(body)
            elif isinstance(body, Lesson):
                files[f"{pattern.slug}/lesson.yaml"] = _plain(body)
        for name, type_ in (("cards", Card), ("open", OpenQuestion)):
            if of_type := {slug: _plain(body) for slug, body in bodies.items() if isinstance(body, type_)}:
                files[f"{pattern.slug}/{name}.yaml"] = of_type
    return files


def _bodies(pattern: Pattern) -> Mapping[str, Body]:
    return {slug: body for slug, body in _newest(pattern).items() if body is not None}


def _newest(pattern: Pattern) -> Mapping[str, Body | None]:
    """What each item says by its slug; None where it is void."""
    revisions = ItemRevision.objects.latest_of_each().filter(item__pattern=pattern, item__retired_at__isnull=True)
    found = list(revisions.select_related("item").order_by("item__slug"))
    bodies = bodies_in_force(found)
    return {each.item.slug: bodies[each.pk] for each in found}


def _plain(model: Body | PackFile | PatternFile) -> dict[str, Any]:
    """Without defaults and the type, which the name of the file tells."""
    said: dict[str, Any] = model.model_dump(mode="json", exclude_defaults=True, exclude={"type"})
    return said


def _pack_file(subject: Subject) -> PackFile:
    return PackFile(
        slug=subject.slug,
        title=subject.title,
        domain=subject.domain,
        summary=subject.summary,
        language=subject.language,
        licence=subject.licence,
        position=subject.position,
    )


def _pattern_file(pattern: Pattern, bodies: Container[str]) -> PatternFile:
    modes = tuple(_mode_file(mode, bodies) for mode in pattern.modes.all())
    return PatternFile.model_validate(
        {
            "slug": pattern.slug,
            "title": pattern.title,
            "level": pattern.level,
            "summary": pattern.summary,
            "position": pattern.position,
            "after": [each.slug for each in pattern.after.all()],
            "modes": modes,
        },
        strict=False,
    )


def _mode_file(mode: Mode, bodies: Container[str]) -> ModeFile:
    badge = BadgeFile(name=mode.badge_name, icon=mode.badge_icon, praise=mode.badge_praise) if mode.badge_name else None
    placed = [each.item for each in mode.placements.all()]
    return ModeFile.model_validate(
        {
            "mode": mode.slug,
            "minutes": mode.minutes,
            "items": [item.slug for item in placed if item.slug in bodies],
            "badge": badge,
        },
        strict=False,
    )
