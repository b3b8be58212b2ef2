"""An installation on one machine while it runs: its children kept alive, its sweeper ticked, its readiness told."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from quizapp.operations import health, sweeping
from quizapp.operations.child import Child, ChildPlan
from quizapp.operations.children import RUNNER_WORKER, Site
from quizapp.operations.errors import CannotStart
from quizapp.operations.preparing import Tell, end_leases, held_back
from quizapp.operations.readiness import Progress, web_answers

READY_WITHIN_S: Final = 150.0
"""How long a start waits for parts before it goes on without them, and says so."""
PROOFS_WITHIN_S: Final = 75.0
"""How long it waits for proofs when every part is there; the rest is proven while people use the site."""
WEB_DEATHS: Final = 3
"""So many deaths of the web process before it ever answered, and the start is given up."""
PAUSE_S: Final = 0.1

logger = logging.getLogger(__name__)


class Installation:
    """The parent of all processes; ``clock`` tells the time, ``stopping`` whether it is time to end."""

    def __init__(self, site: Site, tell: Tell, clock: Callable[[], datetime], stopping: Callable[[], bool]) -> None:
        self._site = site
        self._tell = tell
        self._clock = clock
        self._stopping = stopping
        self._started_at = clock()
        self._began = time.monotonic()
        self._waves: list[list[Child]] = []
        self._watch = sweeping.ProofWatch()
        self._proofs_total = 0
        self._told = ""

    def run(self, plans: Sequence[Sequence[ChildPlan]], folder: Path, logs: Path) -> None:
        """Start the waves of children, the web in the first, and serve until told to stop; leaves no process behind.

        Raises ``CannotStart``.
        """
        self._waves = [
            [Child(plan, folder, logs / f"{plan.name.replace(' ', '-')}.log") for plan in wave] for wave in plans
        ]
        try:
            for child in reversed(list(self._children())):
                child.start(time.monotonic())
            self._serve()
        finally:
            self._tell("stopping")
            self._stop()

    def _children(self) -> Iterator[Child]:
        for wave in self._waves:
            yield from wave

    def _stop(self) -> None:
        for wave in self._waves:
            for child in wave:
                child.ask_to_stop()
            for child in wave:
                child.stop()

    def _serve(self) -> None:
        ready = False
        tick_due = 0.0
        while not self._stopping():
            at = time.monotonic()
            self._keep_children(at)
            if at >= tick_due:
                tick_due = at + sweeping.INTERVAL.total_seconds()
                self._tick()
                ready = ready or self._ready(at)
            time.sleep(PAUSE_S)

    def _keep_children(self, at: float) -> None:
        for child in self._children():
            if news := child.keep_alive(at):
                self._tell(news)
                if child.plan.name == RUNNER_WORKER:
                    self._send_again()

    def _send_again(self) -> None:
        """What was with a runner worker that died is due now, not only when its lease runs out."""
        try:
            end_leases(self._clock())
        except DatabaseError:
            logger.exception("the leases of a dead runner worker stay")

    def _tick(self) -> None:
        close_old_connections()
        sweeping.tick(self._clock(), self._watch)

    def _ready(self, at: float) -> bool:
        try:
            progress = self._progress()
        except DatabaseError:
            return False  # the tick before this has logged it
        if str(progress) != self._told:
            self._told = str(progress)
            self._tell(self._told)
        if not progress.web:
            self._give_up_on_web(at)
            return False
        bound = READY_WITHIN_S if progress.missing else PROOFS_WITHIN_S
        if not progress.ready and at - self._began < bound:
            return False
        for part in progress.missing:
            self._tell(f"not there: {part}")
        if progress.proofs_left:
            self._tell(f"proving goes on, {progress.proofs_left} left; each question appears once it is proven")
        for line in held_back():
            self._tell(f"not shown to learners: {line}")
        self._tell(f"READY {self._site.url}")
        return True

    def _progress(self) -> Progress:
        left = sweeping.proofs_under_way()
        self._proofs_total = max(self._proofs_total, left)
        return Progress(
            web=web_answers(self._site.host, self._site.port, settings.ALLOWED_HOSTS[0]),
            missing=health.check(self._clock(), since=self._started_at).missing,
            proofs_asked=settings.RUNNER == "none" or self._watch.asked is not None,
            proofs_total=self._proofs_total,
            proofs_left=left,
        )

    def _give_up_on_web(self, at: float) -> None:
        web = self._waves[0][0]
        if web.deaths >= WEB_DEATHS or at - self._began > READY_WITHIN_S:
            raise CannotStart(f"the web process does not come up: {web.last_words()} (see {web.log})")
