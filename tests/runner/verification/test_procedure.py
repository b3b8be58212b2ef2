"""How often a program is run and which cause is named, with programs that are functions of their circumstances."""

from collections.abc import Callable, Sequence
from itertools import count

import pytest

from runner.protocol import MAX_EXECUTIONS, Execution, Outcome
from runner.variant import Variant
from runner.verification import variation
from runner.verification.procedure import LEAST_DOUBTFUL, observe

Program = Callable[[Variant], str]


def running(
    program: Program, *noticed: str, cpu_ms: float = 10.0, stand_ins: tuple[str, ...] = ()
) -> Callable[[Sequence[Variant]], Sequence[Execution]]:
    def run(variants: Sequence[Variant]) -> Sequence[Execution]:
        return [
            Execution(
                outcome=Outcome.FINISHED, stdout=program(each), noticed=noticed, cpu_ms=cpu_ms, stand_ins=stand_ins
            )
            for each in variants
        ]

    return run


def test_a_clear_case_takes_five_runs() -> None:
    seen = observe(running(lambda _: "1\n"))
    assert (seen.stable, seen.causes, len(seen.executions)) == (True, (), 5)


@pytest.mark.parametrize(
    ("noticed", "runs"),
    [
        (("unseeded",), 5),
        (("contents",), 5),
        (("contents", "unseeded"), MAX_EXECUTIONS),
        (("clock",), 12),
        (("threads",), 32),
        (("sets",), variation.HASH_SEEDS + 1),
    ],
)
def test_doubt_gets_the_runs_it_deserves(noticed: tuple[str, ...], runs: int) -> None:
    assert len(observe(running(lambda _: "1\n", *noticed)).executions) == runs


def test_doubt_about_a_slow_program_ends_with_its_processor_time() -> None:
    seen = observe(running(lambda _: "1\n", "contents", "unseeded", cpu_ms=4000))
    assert len(seen.executions) == LEAST_DOUBTFUL + 5


def test_a_set_is_looked_at_under_many_hash_seeds() -> None:
    seen = observe(running(lambda _: "1\n", "sets"))
    assert len({variant.hash_seed for variant in seen.variants}) == variation.HASH_SEEDS


def test_a_rare_output_is_found_and_ends_the_search() -> None:
    seen = observe(running(lambda variant: str(variant.seed == 20), "contents", "unseeded"))
    assert (seen.stable, seen.causes) == (False, ("seed",))
    assert 20 < len(seen.executions) < MAX_EXECUTIONS


@pytest.mark.parametrize(
    ("program", "causes"),
    [
        (lambda variant: str(variant.seed), ("seed",)),
        (lambda variant: str(variant.hash_seed), ("hash",)),
        (lambda variant: str(variant.poison), ("uninitialised_memory",)),
        (lambda variant: str(variant.threads), ("threads",)),
        (lambda variant: variant.capability or "native", ("cpu_capability",)),
        (lambda variant: str(variant.clock_s), ("clock",)),
        (lambda variant: str(variant.weights), ("weights",)),
        (lambda variant: str(variant.delays), ("race",)),
        (lambda variant: f"<object at 0x{variant.heap + 0x7F00_0000:x}>", ("address",)),
        (lambda variant: str(variant.heap % 7), ("address",)),
        (lambda variant: f"{variant.seed} {variant.hash_seed}", ("seed", "hash")),
    ],
)
def test_the_cause_is_what_alone_changes_the_output(program: Program, causes: tuple[str, ...]) -> None:
    seen = observe(running(program))
    assert (seen.stable, seen.causes) == (False, causes)


def test_two_things_that_only_work_together_are_found() -> None:
    seen = observe(running(lambda variant: str(bool(variant.seed and variant.poison))))
    assert not seen.stable
    assert set(seen.causes) <= {"seed", "uninitialised_memory"}
    assert seen.causes


@pytest.mark.parametrize(("noticed", "cause"), [(("threads",), "race"), (("native-clock",), "clock"), ((), "address")])
def test_what_nobody_controls_is_told_apart_by_what_was_noticed(noticed: tuple[str, ...], cause: str) -> None:
    numbers = count()
    assert observe(running(lambda _: str(next(numbers)), *noticed)).causes == (cause,)


def test_what_a_limit_stopped_is_not_run_again() -> None:
    def run(variants: Sequence[Variant]) -> Sequence[Execution]:
        return [Execution(outcome=Outcome.TIMEOUT) for _ in variants]

    assert len(observe(run).executions) == 1


def test_stand_ins_that_change_nothing_hold_for_any_weights() -> None:
    assert observe(running(lambda _: "1", stand_ins=("W",))).holds_for == "any weights"


def real_weights(program: Program) -> Callable[[Sequence[Variant]], Sequence[Execution]]:
    def run(variants: Sequence[Variant]) -> Sequence[Execution]:
        return [
            Execution(outcome=Outcome.FINISHED, stdout=program(each), weights=() if each.stand_ins else ("w.pth",))
            for each in variants
        ]

    return run


def test_real_weights_are_tried_against_stand_ins() -> None:
    assert observe(real_weights(lambda _: "1")).holds_for == "any weights"
    assert observe(real_weights(lambda variant: str(variant.stand_ins))).holds_for == "w.pth"
