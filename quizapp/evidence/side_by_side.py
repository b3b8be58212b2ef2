"""The newest evidence of a key in each environment, beside each other."""

from __future__ import annotations

from quizapp.evidence.holding import Shown, where_it_holds
from quizapp.evidence.models import Evidence
from quizapp.evidence.wording import held
from runner.protocol import Verdict


def newest_in_each(program_id: int, expectation_digest: str) -> list[Evidence]:
    """One row for each environment, the newest first."""
    rows = Evidence.objects.filter(program=program_id, expectation_digest=expectation_digest)
    newest: dict[int, Evidence] = {}
    for evidence in rows.select_related("environment", "drift"):
        newest.setdefault(evidence.environment_id, evidence)
    return list(newest.values())


def where_key_holds(program_id: int, expectation_digest: str) -> str:
    """Such as ``holds for torch 2.11 to 2.13, CPU; differs on 2.9``; empty without evidence."""
    found = where_it_holds(
        [
            Shown(each.environment.versions, each.environment.device, Verdict(each.verdict), _harmless(each))
            for each in newest_in_each(program_id, expectation_digest)
        ]
    )
    return held(found)


def _harmless(evidence: Evidence) -> bool:
    return hasattr(evidence, "drift") and evidence.drift.is_harmless
