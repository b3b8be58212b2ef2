from runner.errors import RunnerError
from runner.protocol import Program
from runner.sandbox.messages import Job
from runner.sandbox.run import Result, Waiting
from runner.sandbox.turns import Turns


def nobody(_: Result | RunnerError) -> None:
    """An answer that nobody waits for."""


def waiting(owner: int, number: int) -> Waiting:
    return Waiting(Job(id=number, program=Program(source="1")), nobody, owner)


def served(turns: Turns) -> list[tuple[int, int]]:
    taken = []
    while (each := turns.take(lambda _: True)) is not None:
        taken.append((each.owner, each.job.id))
    return taken


def test_owners_are_served_in_turn_and_each_in_its_own_order() -> None:
    turns = Turns()
    for number in range(3):
        turns.add(waiting(1, number))
    turns.add(waiting(2, 10))
    turns.add(waiting(3, 20))
    assert served(turns) == [(1, 0), (2, 10), (3, 20), (1, 1), (1, 2)]


def test_a_job_that_we_failed_comes_first_again() -> None:
    turns = Turns()
    turns.add(waiting(1, 0))
    turns.add(waiting(1, 7), first=True)
    assert served(turns) == [(1, 7), (1, 0)]


def test_a_job_that_cannot_run_yet_does_not_hold_up_the_others() -> None:
    turns = Turns()
    turns.add(waiting(1, 0))
    turns.add(waiting(1, 1))
    taken = turns.take(lambda each: each.job.id == 1)
    assert taken is not None
    assert taken.job.id == 1
    assert len(turns) == 1


def test_jobs_of_an_owner_who_left_are_forgotten() -> None:
    turns = Turns()
    turns.add(waiting(1, 0))
    turns.add(waiting(2, 1))
    turns.drop(1)
    turns.drop(9)
    assert served(turns) == [(2, 1)]
    assert len(turns) == 0
