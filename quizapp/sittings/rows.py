"""The rows of one sitting together, loaded for a look or held for a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from quizapp.accounts.models import Learner
from quizapp.sittings.clock import Course, Lap
from quizapp.sittings.errors import NoSuchProblem
from quizapp.sittings.models import Problem, Response, Sitting


@dataclass(frozen=True)
class Rows:
    """A sitting with its problems in order and the responses given to each."""

    sitting: Sitting
    problems: tuple[Problem, ...]
    responses: dict[int, list[Response]]
    """By the problem's primary key, first attempt first."""

    def problem(self, position: int) -> Problem:
        """The problem at ``position``; raises ``NoSuchProblem``."""
        for problem in self.problems:
            if problem.position == position:
                return problem
        raise NoSuchProblem(f"{self.sitting} has no problem {position}")

    def lap(self, problem: Problem) -> Lap:
        touches = [response.answered_at for response in self.responses[problem.pk]]
        if problem.hint_at is not None:
            touches.append(problem.hint_at)
        return Lap(
            seconds=problem.seconds,
            opened_at=problem.opened_at,
            touched_at=max(touches, default=None),
            ended_at=problem.ended_at,
            ends_by=self.sitting.ends_at,
            grace=self.sitting.terms.grace,
        )

    def course(self) -> Course:
        terms = self.sitting.terms
        return Course(
            started_at=self.sitting.started_at,
            laps=[self.lap(problem) for problem in self.problems],
            idle=timedelta(minutes=terms.idle_minutes),
            window_closes_at=terms.closes_at,
        )

    def wrong(self, problem: Problem) -> int:
        return sum(not response.right for response in self.responses[problem.pk])

    def was_right(self, problem: Problem) -> bool:
        """Whether it counts as answered right; a problem that was withdrawn or dropped does for everybody."""
        if problem.credited or problem.ended_because == Problem.Ended.DROPPED:
            return True
        return any(response.right for response in self.responses[problem.pk])


def load(sitting: Sitting) -> Rows:
    """What there is to see of ``sitting``, in two queries."""
    problems = tuple(Problem.objects.filter(sitting=sitting).select_related("revision__item"))
    # Not as a prefetch on the problems: receivers that got such a problem would read it stale.
    responses: dict[int, list[Response]] = {problem.pk: [] for problem in problems}
    for response in Response.objects.filter(problem__sitting=sitting).order_by("number"):
        responses[response.problem_id].append(response)
    return Rows(sitting, problems, responses)


def hold(sitting_id: int) -> Rows:
    """The rows as they are now, kept from everybody else until the transaction ends.

    The learner's row is the lock for all that a learner does: two answers, a start and a merge never interleave, and
    everybody takes the locks in the same order. SQLite has one lock for everything and needs no other.
    """
    while True:
        learner_id = Sitting.objects.values_list("learner_id", flat=True).get(pk=sitting_id)
        Learner.objects.select_for_update(no_key=True).get(pk=learner_id)
        sitting = (
            Sitting.objects.select_for_update(of=("self",), no_key=True)
            .select_related("learner", "mode", "selection", "group")
            .get(pk=sitting_id)
        )
        # A merge may have moved the sitting while this waited for the learner who had it.
        if sitting.learner_id == learner_id:
            return load(sitting)


def hold_learner(learner: Learner) -> Learner:
    """The row of ``learner``, or of the one it was merged into, held until the transaction ends."""
    held = Learner.objects.select_for_update(no_key=True).get(pk=learner.pk)
    while held.merged_into_id is not None:
        held = Learner.objects.select_for_update(no_key=True).get(pk=held.merged_into_id)
    return held
