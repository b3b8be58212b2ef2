"""Puts packs into the catalogue: all of it or nothing, and nothing twice.

An item that was edited here since its pack last spoke keeps the edit, whatever the pack says, until somebody asks for
the pack's version. What was edited here of a subject or a pattern is kept until the pack says something new of it.
Items, patterns and modes are never deleted: what a pack no longer names is reported as missing from it, and a mode it
no longer names is emptied, so that nobody is offered it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from quizapp.accounts.models import User
from quizapp.catalog.content import content_digest
from quizapp.catalog.errors import PackInvalid, PackProblem
from quizapp.catalog.models import Item, Mode, Pattern, Placement, Subject
from quizapp.catalog.ordering import find_circle
from quizapp.catalog.pack_contents import ItemContents, PackContents, PatternContents
from quizapp.catalog.pack_files import ModeFile
from quizapp.catalog.revising import save_revision
from quizapp.catalog.yaml_reader import did_you_mean
from runner.message import digest_of


@dataclass
class PackChanges:
    """What applying packs did, as slugs of subjects, patterns and items."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """In the catalogue, but no longer in the pack."""
    edited_here: list[str] = field(default_factory=list)
    """Items of which the pack says something new, but the catalogue's own edit was kept."""


def apply_pack(pack: PackContents, *, publish: bool, author: User | None, now: datetime) -> PackChanges:
    """Makes the catalogue hold what ``pack`` says; raises ``PackInvalid`` where the catalogue contradicts it.

    New revisions are drafts; with ``publish`` they are marked to be published as soon as the gate lets them.
    """
    return apply_packs([pack], publish=publish, author=author, now=now)


@transaction.atomic
def apply_packs(
    packs: Sequence[PackContents], *, publish: bool, author: User | None, now: datetime, overwrite: bool = False
) -> PackChanges:
    """Like ``apply_pack`` for several at once, whose patterns may name each other, in any order.

    With ``overwrite`` the pack's version of an item wins over an edit made here.
    """
    problems = [*_taken_slugs(packs), *_unknown_patterns(packs)]
    if problems:
        raise PackInvalid(problems)
    applying = _Applying(publish, author, now, overwrite)
    for pack in packs:
        applying.subject(pack)
    for pack in packs:
        applying.order(pack)
    circles = list(_circles(packs))
    if circles:
        raise PackInvalid(circles)
    return applying.changes


@transaction.atomic
def apply_items(
    pattern: Pattern, items: Iterable[ItemContents], *, author: User | None, now: datetime, overwrite: bool = False
) -> PackChanges:
    """Makes the catalogue hold ``items``, drafts all of them, beside whatever else it has.

    New ones go to ``pattern``, into none of its modes; others stay where they are. What was edited here is kept as
    with a pack. Raises ``WrongItemType`` where a slug is taken by another type of item.
    """
    applying = _Applying(False, author, now, overwrite)
    for item in items:
        known = Item.objects.filter(slug=item.slug).select_related("pattern").first()
        applying.item(known.pattern if known is not None else pattern, item)
    return applying.changes


def _taken_slugs(packs: Sequence[PackContents]) -> Iterable[PackProblem]:
    """Slugs that belong to another subject, or to another type of item."""
    patterns = dict(Pattern.objects.values_list("slug", "subject__slug"))
    items = {
        slug: (subject, type_)
        for slug, subject, type_ in Item.objects.values_list("slug", "pattern__subject__slug", "type")
    }
    for pack in packs:
        for each in pack.patterns:
            owner = patterns.setdefault(each.pattern.slug, pack.subject.slug)
            if owner != pack.subject.slug:
                yield each.marks.problem(("slug",), f"the subject {owner!r} has a pattern of this slug already")
        for item in pack.items():
            owner, type_ = items.setdefault(item.slug, (pack.subject.slug, item.content.type))
            if owner != pack.subject.slug:
                message = f"the subject {owner!r} has an item {item.slug!r} already"
                yield PackProblem(item.file, item.line, 1, "", message)
            elif type_ != item.content.type:
                message = f"{item.slug!r} is of type {type_} in the catalogue, and of type {item.content.type} here"
                yield PackProblem(item.file, item.line, 1, "", message)


def _unknown_patterns(packs: Sequence[PackContents]) -> Iterable[PackProblem]:
    known = set(Pattern.objects.values_list("slug", flat=True))
    known |= {each.pattern.slug for pack in packs for each in pack.patterns}
    for each in (each for pack in packs for each in pack.patterns):
        for index, slug in enumerate(each.pattern.after):
            if slug not in known:
                meant = did_you_mean(slug, sorted(known))
                yield each.marks.problem(("after", index), f"there is no pattern {slug!r}", meant)


def _circles(packs: Sequence[PackContents]) -> Iterable[PackProblem]:
    after: dict[str, list[str]] = {}
    for slug, before in Pattern.after.through.objects.values_list("from_pattern__slug", "to_pattern__slug"):
        after.setdefault(slug, []).append(before)
    for each in (each for pack in packs for each in pack.patterns):
        if circle := find_circle(each.pattern.slug, lambda slug: after.get(slug, ())):
            yield each.marks.problem(("after",), f"goes round in a circle: {' after '.join(circle)}")


class _Applying:
    """One application of packs inside one transaction."""

    def __init__(self, publish: bool, author: User | None, now: datetime, overwrite: bool) -> None:
        self.publish = publish
        self.overwrite = overwrite
        self.author = author
        self.now = now
        self.changes = PackChanges()
        self._fresh_patterns: set[str] = set()

    def subject(self, pack: PackContents) -> None:
        said = pack.subject.model_dump(mode="json", exclude={"slug"})
        digest = digest_of(said)
        subject = Subject.objects.filter(slug=pack.subject.slug).first()
        if subject is None:
            subject = Subject.objects.create(slug=pack.subject.slug, pack_digest=digest, **said)
            self.changes.new.append(subject.slug)
        elif subject.pack_digest == digest:
            self.changes.unchanged.append(subject.slug)
        else:
            Subject.objects.filter(pk=subject.pk).update(pack_digest=digest, **said)
            self.changes.changed.append(subject.slug)
        for pattern in pack.patterns:
            self._pattern(subject, pattern)
        for pattern in pack.patterns:
            # After all items exist, because a mode may hold items of the pack's other patterns.
            self._modes(pattern)
        self._report_missing(subject, pack)

    def order(self, pack: PackContents) -> None:
        """Says which patterns come before which, once all of them exist."""
        for each in pack.patterns:
            if each.pattern.slug in self._fresh_patterns:
                pattern = Pattern.objects.get(slug=each.pattern.slug)
                pattern.after.set(Pattern.objects.filter(slug__in=each.pattern.after))

    def _pattern(self, subject: Subject, contents: PatternContents) -> None:
        said = contents.pattern.model_dump(mode="json")
        digest = digest_of(said | {"after": sorted(said["after"])})
        fields = {name: said[name] for name in ("title", "level", "summary", "position")}
        pattern, is_new = Pattern.objects.get_or_create(
            slug=contents.pattern.slug,
            defaults={"subject": subject, "added_at": self.now, "pack_digest": digest, **fields},
        )
        if is_new:
            self.changes.new.append(pattern.slug)
            self._fresh_patterns.add(pattern.slug)
        elif pattern.pack_digest == digest:
            self.changes.unchanged.append(pattern.slug)
        else:
            Pattern.objects.filter(pk=pattern.pk).update(pack_digest=digest, **fields)
            self.changes.changed.append(pattern.slug)
            self._fresh_patterns.add(pattern.slug)
        for item in contents.items:
            self.item(pattern, item)

    def item(self, pattern: Pattern, contents: ItemContents) -> None:
        digest = content_digest(contents.content)
        item, is_new = Item.objects.get_or_create(
            slug=contents.slug, defaults={"pattern": pattern, "type": contents.content.type}
        )
        if item.pattern_id != pattern.pk:
            item.pattern = pattern
            item.save(update_fields=["pattern"])
        newest = item.revisions.order_by("-number").first()
        edited_here = newest is not None and newest.content_digest not in {item.pack_digest, digest}
        if edited_here and not self.overwrite:
            (self.changes.unchanged if item.pack_digest == digest else self.changes.edited_here).append(item.slug)
            return
        revision = save_revision(item, contents.content, self.author, self.now, self.publish)
        Item.objects.filter(pk=item.pk).update(pack_digest=digest)
        if newest is not None and revision.pk == newest.pk:
            self.changes.unchanged.append(item.slug)
        else:
            (self.changes.new if is_new else self.changes.changed).append(item.slug)

    def _modes(self, contents: PatternContents) -> None:
        if contents.pattern.slug not in self._fresh_patterns:
            return
        pattern = Pattern.objects.get(slug=contents.pattern.slug)
        items = dict(Item.objects.filter(pattern__subject=pattern.subject).values_list("slug", "pk"))
        gone = pattern.modes.exclude(slug__in=[said.mode for said in contents.pattern.modes])
        Placement.objects.filter(mode__in=gone).delete()
        for position, said in enumerate(contents.pattern.modes):
            mode, _ = Mode.objects.update_or_create(
                pattern=pattern,
                slug=said.mode,
                defaults={"position": position, **_badge(said), "minutes": said.minutes},
            )
            mode.placements.all().delete()
            Placement.objects.bulk_create(
                Placement(mode=mode, item_id=items[slug], position=place) for place, slug in enumerate(said.items)
            )

    def _report_missing(self, subject: Subject, pack: PackContents) -> None:
        patterns = [each.pattern.slug for each in pack.patterns]
        gone = Pattern.objects.filter(subject=subject).exclude(slug__in=patterns)
        self.changes.missing += sorted(gone.values_list("slug", flat=True))
        items = Item.objects.filter(pattern__subject=subject).values_list("slug", flat=True)
        self.changes.missing += sorted(set(items) - {item.slug for item in pack.items()})
        for each in pack.patterns:
            modes = Mode.objects.filter(pattern__slug=each.pattern.slug).values_list("slug", flat=True)
            left = sorted(set(modes) - {mode.mode for mode in each.pattern.modes})
            self.changes.missing += [f"{each.pattern.slug}/{slug}" for slug in left]


def _badge(said: ModeFile) -> dict[str, str]:
    badge = said.badge
    if badge is None:
        return {"badge_name": "", "badge_icon": "", "badge_praise": ""}
    return {"badge_name": badge.name, "badge_icon": badge.icon, "badge_praise": badge.praise}
