"""`manage.py packs`: checks, applies, exports and proves folders of content, and takes over other people's."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quizapp.authoring.interchange.drafting import Terms
from quizapp.authoring.interchange.importing import Row, take_over
from quizapp.authoring.lint import lint
from quizapp.catalog.applying import PackChanges, apply_packs
from quizapp.catalog.content import Level, content_digest
from quizapp.catalog.errors import ExportRefused, PackInvalid, PackProblem
from quizapp.catalog.exporting import export_subject, void_items
from quizapp.catalog.keys import bodies_in_force
from quizapp.catalog.loading import read_pack
from quizapp.catalog.models import ItemRevision, Pattern, Subject
from quizapp.catalog.pack_contents import PackContents
from quizapp.evidence import gate, proving, shipped
from quizapp.evidence.approving import approve_with_pack
from quizapp.evidence.behind import behind_of
from quizapp.evidence.errors import ShippedEvidenceInvalid
from quizapp.evidence.explanations import Found
from quizapp.evidence.vetting import digest, digest_beside
from runner.banks import formats
from runner.banks.entry import Attribution
from runner.errors import BankInvalid


def _slips(found: Found) -> list[str]:
    return [digest(each.slip) for each in found.content.distractors]


def _explanation(found: Found) -> list[str]:
    explanation = found.content.explanation
    return [digest_beside(explanation)] if explanation is not None else []


class Command(BaseCommand):
    """Content as folders of YAML: everything wrong is told at once, and nothing of a wrong pack is loaded."""

    help = "Check, apply, export or prove packs of content, or import what others wrote."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="check|apply|export|prove|import")
        check = actions.add_parser("check", help="say what is wrong with packs, and what could be better")
        check.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
        apply = actions.add_parser("apply", help="put packs into the catalogue, as drafts")
        apply.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
        apply.add_argument("--publish", action="store_true", help="publish each item as soon as it may be")
        apply.add_argument("--overwrite", action="store_true", help="let the packs win over edits made here")
        export = actions.add_parser("export", help="write a subject to a new folder")
        export.add_argument("subject", metavar="SUBJECT", help="the slug of the subject")
        export.add_argument("folder", type=Path, metavar="FOLDER")
        prove = actions.add_parser("prove", help="write what was proven of a pack beside it, as evidence.json")
        prove.add_argument("folder", type=Path, metavar="FOLDER")
        prove.add_argument(
            "--approve-slips",
            action="store_true",
            help="say as the pack's author that learners may see every slip that was found for a choice",
        )
        prove.add_argument(
            "--approve-explanations",
            action="store_true",
            help="say as the pack's author that learners may read what the runs show after the pack's own explanations",
        )
        self._add_import(actions.add_parser("import", help="take over examples and questions of others, as drafts"))

    def _add_import(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the bank lies; one file will do")
        parser.add_argument("--pattern", required=True, metavar="SLUG", help="the pattern that new items go to")
        parser.add_argument("--format", default="", choices=tuple(formats.FORMATS), help="all of them unless given")
        parser.add_argument("--encoding", default="utf-8", help="of files that do not say")
        parser.add_argument("--bank", default="", metavar="NAME", help="the bank's name; the folder's unless given")
        parser.add_argument("--level", default="", choices=[each.value for each in Level], help="the pattern's if not")
        for name in ("source", "author", "licence"):
            parser.add_argument(f"--{name}", default="", help="of what does not say its own")
        parser.add_argument("--apply", action="store_true", help="write it; unless given, only say what would be done")

    def handle(self, *_args: Any, **options: Any) -> None:
        match options["action"]:
            case "check":
                self._check(options["folders"])
            case "apply":
                self._apply(options["folders"], publish=options["publish"], overwrite=options["overwrite"])
            case "export":
                self._export(options["subject"], options["folder"])
            case "prove":
                self._prove(
                    options["folder"],
                    approve_slips=options["approve_slips"],
                    approve_explanations=options["approve_explanations"],
                )
            case "import":
                self._import(options)

    def _check(self, folders: list[Path]) -> None:
        for pack in self._read(folders):
            self._tell(pack.warnings)
            self._tell(lint(pack))
            self.stdout.write(f"{pack.folder}: {len(pack.patterns)} patterns, {len(list(pack.items()))} items, valid")

    def _apply(self, folders: list[Path], *, publish: bool, overwrite: bool) -> None:
        packs = self._read(folders)
        for pack in packs:
            self._tell(pack.warnings)
        now = timezone.now()
        try:
            changes = apply_packs(packs, publish=publish, author=None, now=now, overwrite=overwrite)
        except PackInvalid as refused:
            raise self._refusal(refused.problems) from refused
        self._load_evidence(packs, now)
        published = gate.publish_ready(now) if publish else 0
        self._tell_changes(changes)
        if publish:
            self.stdout.write(f"published now: {published}")
            self.stdout.write(f"to be proven first: {proving.prove_missing(now)}")

    def _load_evidence(self, packs: list[PackContents], now: datetime) -> None:
        """What came with the packs: without a runner all the evidence there is, with one shown beside our own."""
        try:
            refused = shipped.load_beside(packs, now)
        except ShippedEvidenceInvalid as invalid:
            raise CommandError(str(invalid)) from invalid
        for sentence in refused:
            self.stderr.write(sentence)

    def _export(self, slug: str, folder: Path) -> None:
        subject = Subject.objects.filter(slug=slug).first()
        if subject is None:
            slugs = ", ".join(Subject.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"there is no subject {slug!r}; there are: {slugs}")
        try:
            files = export_subject(subject, folder)
        except ExportRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{folder}: {len(files)} files")
        for void in void_items(subject):
            self.stderr.write(f"left out, because no choice of it is right any more: {void}")

    def _prove(self, folder: Path, *, approve_slips: bool, approve_explanations: bool) -> None:
        (pack,) = self._read([folder])
        patterns = {each.slug: each for each in Pattern.objects.filter(subject__slug=pack.subject.slug)}
        newest = ItemRevision.objects.latest_of_each().filter(item__slug__in=[item.slug for item in pack.items()])
        revisions = {revision.item.slug: revision for revision in newest.select_related("item")}
        in_force = bodies_in_force(revisions.values())
        for item in pack.items():
            revision, digest_here = revisions.get(item.slug), content_digest(item.content)
            body = in_force[revision.pk] if revision is not None else None
            if body is not None and content_digest(body) == digest_here:
                continue
            if revision is None or revision.content_digest != digest_here:
                raise CommandError(f"apply the pack first: the catalogue says something else of {item.slug!r}")
            raise CommandError(
                f"the key of {item.slug!r} was corrected here, and the pack has the old one: "
                + ("take it out, it is void" if body is None else "export the subject, or put the new key into it")
            )
        if approve_slips:
            self.stdout.write(f"slips approved: {self._approve(pack, _slips)}")
        if approve_explanations:
            self.stdout.write(f"explanations approved: {self._approve(pack, _explanation)}")
        for contents in pack.patterns:
            written = shipped.dump(patterns[contents.pattern.slug], contents.folder / shipped.FILE_NAME)
            self.stdout.write(f"{contents.folder / shipped.FILE_NAME}: {written} proven")

    def _approve(self, pack: PackContents, wanted: Callable[[Found], list[str]]) -> int:
        revisions = ItemRevision.objects.latest_of_each().filter(item__slug__in=[item.slug for item in pack.items()])
        by_pk = {revision.pk: revision for revision in revisions.select_related("program")}
        approved = 0
        for pk, behind in behind_of(by_pk.values()).items():
            digests = wanted(behind.found) if behind.found else []
            approve_with_pack(by_pk[pk], digests)
            approved += len(digests)
        return approved

    def _import(self, options: dict[str, Any]) -> None:
        pattern = Pattern.objects.filter(slug=options["pattern"]).first()
        if pattern is None:
            raise CommandError(f"there is no pattern {options['pattern']!r}")
        folder: Path = options["folder"]
        terms = Terms(
            options["bank"] or folder.resolve().name,
            options["level"] or pattern.level,
            Attribution(options["source"], options["author"], options["licence"]),
        )
        told: Counter[str] = Counter()
        try:
            entries = formats.read(folder, options["format"], options["encoding"])
            for row in take_over(entries, pattern, terms, now=timezone.now(), write=options["apply"]):
                told[row.done or "refused"] += 1
                self._tell_row(row)
        except BankInvalid as invalid:
            raise CommandError(str(invalid)) from invalid
        kinds = ("new", "changed", "unchanged", "edited here")
        self.stdout.write(", ".join(f"{kind}: {told[kind]}" for kind in kinds))
        if not options["apply"]:
            self.stdout.write("Nothing was written; --apply writes it, as drafts.")
        if told["refused"]:
            raise CommandError(f"{told['refused']} refused; the others are as said above")

    def _tell_row(self, row: Row) -> None:
        if row.refused:
            self.stderr.write(f"{row.place}: {row.refused}")
            return
        lacks = f"; to be written: {', '.join(row.lacks)}" if row.lacks and row.done in {"new", "changed"} else ""
        self.stdout.write(f"{row.place}: {row.done}: {row.slug}{lacks}")

    def _read(self, folders: Iterable[Path]) -> list[PackContents]:
        packs: list[PackContents] = []
        problems: list[PackProblem] = []
        for folder in folders:
            try:
                packs.append(read_pack(folder))
            except PackInvalid as refused:
                problems += refused.problems
        if problems:
            raise self._refusal(problems)
        return packs

    def _refusal(self, problems: Iterable[PackProblem]) -> CommandError:
        told = self._tell(problems)
        return CommandError(f"{told} problem{'' if told == 1 else 's'}; nothing was loaded")

    def _tell(self, problems: Iterable[PackProblem]) -> int:
        told = 0
        for problem in problems:
            self.stderr.write(str(problem))
            told += 1
        return told

    def _tell_changes(self, changes: PackChanges) -> None:
        self.stdout.write(
            f"new: {len(changes.new)}, changed: {len(changes.changed)}, unchanged: {len(changes.unchanged)}"
        )
        for slug in changes.edited_here:
            self.stdout.write(f"edited here and kept so (--overwrite takes the pack's): {slug}")
        for slug in changes.missing:
            self.stdout.write(f"no longer in the pack: {slug}")
