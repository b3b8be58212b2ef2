from __future__ import annotations

import pytest

from quizapp.evidence.models import Environment
from tests.evidence.builders import draft, judged
from tests.runs.builders import after, environment, host_is_up

OLD = environment()
NEW = environment(versions={"python": "3.11.3"})
OTHER = environment(versions={"python": "3.12.0"})


def counting() -> set[str]:
    return set(Environment.objects.filter(counts=True).values_list("digest", flat=True))


def announce(second: float, *environments: object, host: str = "workbench") -> None:
    host_is_up(after(second), host=host, environments=[each.to_dict() for each in environments])  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_the_first_environment_of_a_runtime_and_device_counts() -> None:
    torch = environment(runtime="pytorch")
    announce(0, OLD, torch)
    assert counting() == {OLD.digest, torch.digest}


@pytest.mark.django_db
def test_a_second_host_with_other_versions_does_not_count_by_itself() -> None:
    announce(0, OLD)
    announce(1, NEW, host="gym")
    assert counting() == {OLD.digest}


@pytest.mark.django_db
def test_an_upgrade_takes_over_from_what_no_host_announces_any_more() -> None:
    announce(0, OLD)
    announce(1, NEW)
    assert counting() == {NEW.digest}


@pytest.mark.django_db
def test_while_another_host_still_has_the_old_one_both_count() -> None:
    announce(0, OLD)
    announce(1, OLD, host="gym")
    announce(2, NEW)
    assert counting() == {OLD.digest, NEW.digest}
    announce(3, NEW, host="gym")
    assert counting() == {NEW.digest}


@pytest.mark.django_db
def test_going_back_to_the_old_versions_counts_too() -> None:
    announce(0, OLD)
    announce(1, NEW)
    announce(2, OLD)
    assert counting() == {OLD.digest}


@pytest.mark.django_db
def test_a_host_under_a_new_name_takes_over_when_the_old_one_is_gone() -> None:
    announce(0, OLD, host="container-1")
    announce(60, NEW, host="container-2")
    assert counting() == {NEW.digest}


@pytest.mark.django_db
def test_an_administrators_choice_stands() -> None:
    announce(0, OLD)
    announce(1, NEW, host="gym")
    Environment.objects.filter(digest=OLD.digest).update(counts=False)
    Environment.objects.filter(digest=NEW.digest).update(counts=True)
    announce(100, OLD)
    assert counting() == {NEW.digest}
    Environment.objects.update(counts=False)
    announce(200, OTHER, host="loft")
    announce(201, NEW)
    assert counting() == set()


@pytest.mark.django_db
def test_what_only_a_report_names_does_not_count_and_does_not_come_first() -> None:
    judged(draft(), environment=OTHER.to_dict())
    assert Environment.objects.get().counts is False
    announce(1, OLD)
    assert counting() == {OLD.digest}


@pytest.mark.django_db
def test_a_row_gives_the_message_back() -> None:
    announce(0, OLD)
    assert Environment.objects.get().message() == OLD
