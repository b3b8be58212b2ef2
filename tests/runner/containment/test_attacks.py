"""Every attack, in every setting the jail claims to hold in, does what a contained attack does."""

from typing import Any

import pytest

from runner.protocol import Outcome

pytestmark = pytest.mark.processes

OUTCOMES = {
    "killed": Outcome.KILLED,
    "timeout": Outcome.TIMEOUT,
    "memory": Outcome.MEMORY,
    "output_limit": Outcome.OUTPUT_LIMIT,
    "raised": Outcome.RAISED,
}


def test_an_attack_is_contained(onslaught: dict[str, tuple[Any, Any]], setting: Any, attack: str) -> None:
    sample, answer = onslaught[attack]
    assert answer.fault is None, answer.fault
    execution = answer.execution
    shown = f"{setting.name}: {execution.outcome} {execution.stdout[-300:]!r} {execution.stderr[-600:]!r}"
    if sample.expected == "hidden" and "mount_namespace" not in answer.jail:
        return  # without a mount namespace the kernel tells whether a path exists; docs/threat-model.md says so
    assert "ESCAPED" not in execution.stdout, shown
    if sample.expected in OUTCOMES:
        assert execution.outcome is OUTCOMES[sample.expected], shown
        return
    assert execution.outcome is Outcome.FINISHED, shown
    assert execution.stdout.startswith("held") or sample.expected == "silent", shown


def test_the_canaries_are_untouched_after_all_attacks(onslaught: dict[str, Any], setting: Any) -> None:
    assert onslaught
    assert setting.canaries.touched() == []


def test_the_supervisor_is_well_after_all_attacks(onslaught: dict[str, Any], setting: Any) -> None:
    assert onslaught
    source = (
        "import json, os\n"
        "print(json.dumps([1]), 'POISON' in os.environ, os.listdir('.') if os.path.isdir('/box') else [])"
    )
    (answer,) = setting.run([source])
    assert answer.execution.stdout == "[1] False []\n", answer.execution


def test_the_suite_is_as_large_as_promised(onslaught: dict[str, Any]) -> None:
    assert len([name for name in onslaught if not name.startswith("calls.")]) >= 120
