from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.operations.benchmarks import due
from quizapp.operations.benchmarks.figures import Ground
from quizapp.progress.models import Answer, Schedule


@pytest.mark.django_db
def test_the_bench_of_the_queue_asks_about_as_much_as_it_says(tmp_path: Path) -> None:
    (figure,) = due.measure(Ground(tmp_path, "", quick=True))
    assert figure.name == "due queue, 500 cards, 5000 reviews"
    assert figure.value > 0
    assert (Schedule.objects.count(), Answer.objects.count()) == (500, 5000)
