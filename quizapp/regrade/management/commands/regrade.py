"""``manage.py regrade``: applies corrected keys to what was answered, and says beforehand what that changes."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quizapp.catalog.models import ItemRevision
from quizapp.regrade import correcting, job, preview
from quizapp.regrade.errors import CorrectionRefused
from quizapp.regrade.models import Regrade
from quizapp.regrade.planning import Ruling


class Command(BaseCommand):
    """Without arguments, finish every regrade that is in force; harmless while the sweeper does the same."""

    help = "Apply corrected keys to what was answered; with --dry-run, print as CSV what a correction would change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", metavar="ITEM", help="the slug of the item whose published key is wrong")
        parser.add_argument("--revision", type=int, metavar="N", help="another revision of it than the published one")
        parser.add_argument("--key", help="the id of the choice that is right; without it the question is void")
        parser.add_argument("--strict", action="store_true", help="nobody keeps what the old key gave")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self._dry_run(options["dry_run"], options["revision"], options["key"] or "", strict=options["strict"])
        elif options["revision"] or options["key"] or options["strict"]:
            raise CommandError("a key is corrected on the page of its revision; here --dry-run ITEM shows what changes")
        else:
            self._finish()

    def _finish(self) -> None:
        waiting = correcting.decide_waiting(timezone.now())
        in_force = list(
            Regrade.objects.unfinished().filter(state=Regrade.State.APPLYING).select_related("revision__item")
        )
        for regrade in in_force:
            problems = regrade.revision.problems.count()
            job.finish(regrade.pk, timezone.now)
            self.stdout.write(f"{regrade}: {problems} problems looked at, {regrade.changes.count()} changes recorded")
        if waiting:
            self.stdout.write(f"waiting for a proof: {waiting}")
        if not in_force:
            self.stdout.write("nothing to apply")

    def _dry_run(self, slug: str, number: int | None, new_key: str, *, strict: bool) -> None:
        revisions = ItemRevision.objects.filter(item__slug=slug, item__type="question").select_related(
            "item", "program"
        )
        found = (
            revisions.filter(number=number) if number else revisions.filter(pk__in=revisions.values("item__published"))
        )
        revision = found.first()
        if revision is None:
            raise CommandError(f"there is no such revision of a question {slug!r}")
        try:
            correcting.check(revision, new_key)
        except CorrectionRefused as refused:
            raise CommandError(str(refused)) from refused
        for line in preview.csv_lines(Ruling(revision=revision, key=new_key or None, strict=strict)):
            sys.stdout.write(line)
