from __future__ import annotations

from pathlib import Path

import pytest

from quizapp.operations.benchmarks import drift
from quizapp.operations.benchmarks.figures import Ground


@pytest.mark.django_db
def test_the_bench_of_drift_classes_and_proves_what_it_says(tmp_path: Path) -> None:
    figures = drift.measure(Ground(tmp_path, "", quick=True))
    assert [figure.name for figure in figures] == [
        "class 100 differences",
        "prove 10 revisions anew, web side",
        "prove 20 revisions anew, web side",
    ]
    assert all(figure.value > 0 for figure in figures)
