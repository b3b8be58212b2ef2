"""Searches for the slips behind wrong choices: runs what every mutation makes of a program and sees what comes out.

First each mutation alone, then pairs of them as long as a choice is not reached. What a mutant printed is held against
the choices under the question's own relation. A mutant explains a choice only when further runs under variants that
keys are proven with agree with the first: what chance printed is no slip's output.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationError

from runner.explained import Distractor, Slip
from runner.explanation.mutations.declaration import Likelihood, Mutation, declared
from runner.explanation.source import Source
from runner.protocol import Execution, Expectation, Limits, Outcome, Program
from runner.variant import Variant
from runner.verification import judgement, procedure, variation

MUTANT_LIMITS: Final = Limits(wall_s=20, cpu_s=4)
"""A mutant may loop for ever, and there are many of them."""
MAX_SINGLES: Final = 96
MAX_PAIRS: Final = 96
MAX_PROPOSALS: Final = 6
MAX_ENDLESS: Final = 4
"""After so many mutants that did not end no more are tried."""
BATCH: Final = 16
FIRSTS: Final = 24
"""So many mutants become the first of a pair."""
MAX_TREE_NODES: Final = 3_000
"""A source with more nodes is no question's: looking for places in it would take longer than running them."""
_CONTEXT_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """One execution that the search asks for."""

    program: Program
    variant: Variant


RunEach = Callable[[Sequence[Trial]], Sequence[Execution]]
"""Runs each trial once, within ``MUTANT_LIMITS``, and returns the executions in the same order."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the search found; ``mutants_run`` counts different programs."""

    distractors: tuple[Distractor, ...] = ()
    proposals: tuple[Slip, ...] = ()
    unreached: tuple[str, ...] = ()
    mutants_run: int = 0


@dataclass(frozen=True, slots=True)
class Mutant:
    """A program that slips lead to."""

    mutations: tuple[Mutation, ...]
    source: str
    changed: int
    """Characters between the first and the last that differ."""

    @property
    def rank(self) -> tuple[int, int, int]:
        """Smallest for the fewest, likeliest and smallest slips."""
        return len(self.mutations), sum(each.likelihood for each in self.mutations), self.changed


@dataclass(slots=True)
class _Search:
    """One search under way."""

    run: RunEach
    program: Program
    expectation: Expectation
    over: Callable[[], bool]
    """Whether its time is up."""
    ran: dict[str, tuple[Mutant, Execution]] = field(default_factory=dict)
    """By source, in the order they ran."""
    explained: dict[str, Distractor] = field(default_factory=dict)
    by_chance: set[str] = field(default_factory=set)
    """Sources whose runs disagreed."""
    slips: dict[str, Slip] = field(default_factory=dict)
    """By source: what further runs bore out."""

    @property
    def wrong(self) -> list[str]:
        return [choice.id for choice in self.expectation.choices if choice.id != self.expectation.key]

    @property
    def unreached(self) -> list[str]:
        return [choice for choice in self.wrong if choice not in self.explained]

    def try_all(self, mutants: Iterable[Mutant], *, until_reached: bool) -> None:
        """Run mutants in batches; with ``until_reached`` stop once every wrong choice has its slip."""
        waiting = iter(mutants)
        while not self.over() and self._endless() < MAX_ENDLESS:
            batch = list(itertools.islice(waiting, BATCH))
            if not batch:
                break
            trials = [self._trial(mutant, variation.DETECTION[0]) for mutant in batch]
            for mutant, execution in zip(batch, self.run(trials), strict=True):
                self.ran[mutant.source] = (mutant, execution)
            self.explain()
            if until_reached and not self.unreached:
                return

    def explain(self) -> None:
        """Give each wrong choice the best slip that prints it and is not chance."""
        while not self.over():
            candidates = {choice: best for choice in self.unreached if (best := self._best_for(choice)) is not None}
            if not candidates:
                return
            self._confirm([candidate for candidate in candidates.values() if candidate.source not in self.slips])
            for choice, mutant in candidates.items():
                if mutant.source in self.slips:
                    self.explained[choice] = Distractor(choice=choice, slip=self.slips[mutant.source])

    def proposals(self) -> tuple[Slip, ...]:
        """Slips, of those people make readily, whose outputs no choice lists; one for each output."""
        best: dict[str, Mutant] = {}
        for mutant, execution in sorted(self.ran.values(), key=lambda pair: pair[0].rank):
            if self._is_news(mutant, execution):
                best.setdefault(execution.stdout.strip(), mutant)
        chosen = list(best.values())[:MAX_PROPOSALS]
        if not self.over():
            self._confirm([mutant for mutant in chosen if mutant.source not in self.slips])
        return tuple(self.slips[mutant.source] for mutant in chosen if mutant.source in self.slips)

    def _is_news(self, mutant: Mutant, execution: Execution) -> bool:
        return (
            len(mutant.mutations) == 1
            and mutant.mutations[0].likelihood < Likelihood.RARE
            and mutant.source not in self.by_chance
            and execution.outcome is Outcome.FINISHED
            and bool(execution.stdout.strip())
            and not judgement.no_statement([execution])
            and not self._matching(execution)
        )

    def _best_for(self, choice: str) -> Mutant | None:
        fitting = [
            mutant
            for source, (mutant, execution) in self.ran.items()
            if source not in self.by_chance
            and not judgement.no_statement([execution])
            and not _is_broken(execution)
            and self._matching(execution) == [choice]
        ]
        return min(fitting, key=lambda mutant: mutant.rank, default=None)

    def _confirm(self, mutants: Sequence[Mutant]) -> None:
        """Run ``mutants`` under the other variants; those whose runs agree become slips, the others chance."""
        further = {mutant.source: _further(self.ran[mutant.source][1]) for mutant in mutants}
        trials = [self._trial(mutant, variant) for mutant in mutants for variant in further[mutant.source]]
        executions = iter(self.run(trials) if trials else ())
        for mutant in mutants:
            first = self.ran[mutant.source][1]
            seen = [first, *itertools.islice(executions, len(further[mutant.source]))]
            slip = self._slip(mutant, first) if not judgement.no_statement(seen) and judgement.agree(seen) else None
            if slip is None:
                self.by_chance.add(mutant.source)
            else:
                self.slips[mutant.source] = slip

    def _slip(self, mutant: Mutant, execution: Execution) -> Slip | None:
        try:
            return Slip(
                mutations=tuple(each.name for each in mutant.mutations),
                sentence=" ".join(each.sentence for each in mutant.mutations),
                diff=diff(self.program.source, mutant.source),
                output=execution.stdout,
                exception=execution.exception.type[:200] if execution.exception else "",
            )
        except ValidationError:  # a diff or an output longer than the border takes explains nothing to a reader
            return None

    def _matching(self, execution: Execution) -> list[str]:
        comparison = self.expectation.comparison
        return judgement.matching(execution, self.expectation, comparison.relation, comparison.tolerance)

    def _trial(self, mutant: Mutant, variant: Variant) -> Trial:
        return Trial(self.program.model_copy(update={"source": mutant.source}), variant)

    def _endless(self) -> int:
        return sum(execution.outcome is Outcome.TIMEOUT for _, execution in self.ran.values())


def search(
    run: RunEach,
    program: Program,
    expectation: Expectation,
    *,
    over: Callable[[], bool],
    max_pairs: int = MAX_PAIRS,
) -> Found:
    """Find the slips that print the wrong choices of ``expectation``, and outputs worth a choice of their own.

    ``over`` says when the time is up; what was found until then is returned. A source that does not parse, or is far
    longer than a question's, has no mutants.
    """
    catalogue = declared()
    found = _Search(run, program, expectation, over)
    source = Source.parse(program.source)
    if source is not None and source.size <= MAX_TREE_NODES:
        singles = list(itertools.islice(mutants(source, catalogue), MAX_SINGLES))
        found.try_all(singles, until_reached=False)
        if found.unreached and max_pairs:
            taken = {program.source, *(mutant.source for mutant in singles)}
            second = _pairs(_worth_pairing(found), catalogue, program.source, taken, over)
            found.try_all(itertools.islice(second, max_pairs), until_reached=True)
    return Found(
        distractors=tuple(found.explained[choice] for choice in found.wrong if choice in found.explained),
        proposals=found.proposals(),
        unreached=tuple(found.unreached),
        mutants_run=len(found.ran),
    )


def mutants(source: Source, catalogue: Sequence[Mutation]) -> Iterator[Mutant]:
    """What each mutation alone makes of ``source``, no program twice, the likeliest slips first."""
    seen = {source.text}
    for mutation in catalogue:
        for text in mutation.mutants(source):
            if text not in seen:
                seen.add(text)
                yield Mutant((mutation,), text, _changed(source.text, text))


def diff(before: str, after: str) -> str:
    """Unified diff without file names."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=_CONTEXT_LINES)
    return "\n".join(itertools.islice(lines, 2, None))


def _worth_pairing(found: _Search) -> list[Mutant]:
    """The mutants that a second slip is added to: those that show in the output come first, then the likeliest."""
    key = found.expectation.key

    def order(pair: tuple[Mutant, Execution]) -> tuple[bool, tuple[int, int, int]]:
        mutant, execution = pair
        return found._matching(execution) == [key], mutant.rank

    return [mutant for mutant, _ in sorted(found.ran.values(), key=order)][:FIRSTS]


def _pairs(
    firsts: Sequence[Mutant], catalogue: Sequence[Mutation], original: str, taken: set[str], over: Callable[[], bool]
) -> Iterator[Mutant]:
    """Each of ``firsts`` with one more mutation, the likelier pairs first."""
    for weight in range(2 * Likelihood.COMMON, 2 * Likelihood.RARE):
        for first in firsts:
            parsed = Source.parse(first.source)
            wanted = [each for each in catalogue if each.likelihood + first.mutations[0].likelihood == weight]
            if parsed is None or over():
                continue
            for mutation in wanted:
                for text in mutation.mutants(parsed) if mutation not in first.mutations else ():
                    if text not in taken:
                        taken.add(text)
                        yield Mutant((*first.mutations, mutation), text, _changed(original, text))


def _further(execution: Execution) -> Sequence[Variant]:
    """Two variants that differ in everything from the first; all of them where a run noticed reason for doubt."""
    return variation.DETECTION[1:] if procedure.wanted([execution]) else variation.DETECTION[1::2]


def _is_broken(execution: Execution) -> bool:
    """Whether the edit took something away that the rest needs, which is no misconception of anyone's."""
    return execution.exception is not None and execution.exception.type in {"NameError", "UnboundLocalError"}


def _changed(before: str, after: str) -> int:
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    return max(len(before), len(after)) - head - tail


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
