from __future__ import annotations

from quizapp.evidence.holding import Shown, where_it_holds
from quizapp.evidence.wording import held
from runner.protocol import Verdict

PROVEN, REFUTED, UNSTABLE = Verdict.PROVEN, Verdict.REFUTED, Verdict.UNSTABLE


def torch(version: str, verdict: Verdict = PROVEN, device: str = "cpu") -> Shown:
    return Shown({"torch": version, "numpy": "2.4.6", "python": "3.11.7"}, device, verdict)


def test_versions_that_agree_are_a_range_and_the_others_are_named() -> None:
    rows = [torch("2.13.0+cpu"), torch("2.9.1", REFUTED), torch("2.11.0"), torch("2.12.0")]
    assert held(where_it_holds(rows)) == "holds for torch 2.11.0 to 2.13.0, CPU; differs on 2.9.1"


def test_what_differs_in_the_middle_ends_a_range() -> None:
    rows = [torch("2.9.0"), torch("2.10.0", REFUTED), torch("2.11.0"), torch("2.12.0")]
    assert held(where_it_holds(rows)) == "holds for torch 2.9.0 and 2.11.0 to 2.12.0, CPU; differs on 2.10.0"


def test_devices_stand_apart() -> None:
    rows = [torch("2.13.0"), torch("2.13.0", UNSTABLE, "cuda")]
    assert held(where_it_holds(rows)) == "holds for torch 2.13.0, CPU; is chance on torch 2.13.0, CUDA"


def test_the_distribution_that_differs_names_the_environment() -> None:
    old, new = ({"numpy": version, "python": "3.11.7"} for version in ("1.26.4", "2.2.6"))
    rows = [Shown(old, "cpu", PROVEN), Shown(new, "cpu", REFUTED)]
    assert held(where_it_holds(rows)) == "holds for numpy 1.26.4, CPU; differs on 2.2.6"
    assert held(where_it_holds([Shown(old, "cpu", PROVEN)])) == "holds for numpy 1.26.4, CPU"


def test_undecided_is_no_difference_and_one_version_may_say_both() -> None:
    assert held(where_it_holds([torch("2.13.0", Verdict.INCONCLUSIVE)])) == "undecided on torch 2.13.0, CPU"
    rows = [torch("2.13.0"), torch("2.13.0+cpu", REFUTED)]
    assert held(where_it_holds(rows)) == "holds and differs for torch 2.13.0, CPU"


def test_nothing_says_nothing() -> None:
    assert held(where_it_holds([])) == ""


def test_what_is_only_written_otherwise_holds() -> None:
    rows = [torch("2.13.0"), Shown({"torch": "2.14.1"}, "cpu", REFUTED, harmless=True)]
    assert held(where_it_holds(rows)) == "holds for torch 2.13.0 to 2.14.1, CPU"
