"""``manage.py reverify``: prove the bank anew in an environment, and show how far that is."""

from __future__ import annotations

import time
from argparse import ArgumentTypeError
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from quizapp.catalog.models import Pattern
from quizapp.evidence import reverifying
from quizapp.evidence.errors import NoRunnerHere
from quizapp.evidence.models import Environment, Reverification
from quizapp.runs.sweeper import sweep

PAUSE_S: Final = 1.0


class Command(BaseCommand):
    """``manage.py reverify [--environment E] [--pattern P] [--no-wait]``."""

    help = (
        "Prove what is published anew, in the background. Without --environment, in every environment that counts and "
        "that a runner announces. Interrupting this command, or killing it, stops only the telling."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--environment",
            metavar="E",
            default="",
            help="its digest or the beginning of it, or versions: 'numpy 2.2.6'",
        )
        parser.add_argument("--pattern", metavar="P", default="", help="slug of the one pattern to prove anew")
        parser.add_argument("--no-wait", action="store_true", help="begin it and end")
        parser.add_argument(
            "--within", metavar="SECONDS", type=_seconds, default=None, help="stop telling after so long, with status 1"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        pattern = self._pattern(options["pattern"])
        environments = self._environments(options["environment"])
        try:
            begun = [reverifying.begin(each, timezone.now(), pattern=pattern) for each in environments]
        except NoRunnerHere as error:
            raise CommandError(str(error)) from error
        live = {each.pk for each in reverifying.live_environments(timezone.now())}
        for each in begun:
            waits = "" if each.environment_id in live else "; no runner announces it now, so it waits for one"
            self.stdout.write(f"{each} ({each.environment.digest[:12]}){waits}")
        if not options["no_wait"]:
            try:
                self._watch(begun, options["within"])
            except KeyboardInterrupt:
                self.stdout.write("It goes on in the background.")

    def _pattern(self, slug: str) -> Pattern | None:
        if not slug:
            return None
        pattern = Pattern.objects.filter(slug=slug).first()
        if pattern is None:
            known = ", ".join(Pattern.objects.order_by("slug").values_list("slug", flat=True)) or "none"
            raise CommandError(f"there is no pattern {slug!r}; known are {known}")
        return pattern

    def _environments(self, wanted: str) -> list[Environment]:
        if not wanted:
            counting = [each for each in reverifying.live_environments(timezone.now()) if each.counts]
            if not counting:
                raise CommandError("no runner announces an environment that counts; start one, or name --environment")
            return counting
        known = list(Environment.objects.filter(origin=Environment.Origin.RUNNER).order_by("pk"))
        found = [each for each in known if each.digest.startswith(wanted)] or [
            each for each in known if f" {wanted.lower()} " in f" {_in_words(each)} "
        ]
        if len(found) == 1:
            return found
        told = "; ".join(f"{each.digest[:12]} {each}" for each in found or known) or "none"
        why = "is more than one environment" if found else "is no environment that a runner ever announced"
        raise CommandError(f"{wanted!r} {why}; {'they' if found else 'known'} are {told}")

    def _watch(self, begun: list[Reverification], within: float | None) -> None:
        told: dict[int, str] = {}
        ends = None if within is None else time.monotonic() + within
        while True:
            now = timezone.now()
            sweep(now)  # as the sweeper does every second; here too, so that it goes on where none runs
            for each in begun:
                reverifying.advance(each, now)
                line = str(reverifying.progress(each))
                if told.get(each.pk) != line:
                    told[each.pk] = line
                    self.stdout.write(f"{each.environment.digest[:12]}  {line}")
                    self.stdout.flush()
            if all(each.finished_at for each in begun):
                return
            if ends is not None and time.monotonic() >= ends:
                raise CommandError("not done in time; it goes on in the background")
            time.sleep(PAUSE_S)


def _in_words(environment: Environment) -> str:
    return str(environment).replace(":", " ").lower()


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"{text!r} is no number of seconds")
    return value
