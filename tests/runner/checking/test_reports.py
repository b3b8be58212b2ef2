"""The three forms of a report, and what its exit status says."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from runner.banks.entry import Place
from runner.checking.finding import Finding, Spelling, Standing
from runner.checking.reports import json_, markdown, text
from runner.checking.summary import KEPT, Summary
from tests.runner.checking.builders import ENVIRONMENT


def finding(standing: Standing, line: int = 1, **fields: Any) -> Finding:
    return Finding(Place("a.py", line), "a.f", standing, environment=ENVIRONMENT, **fields)


FINDINGS = [
    finding(Standing.HOLDS, spelling=Spelling.ROUNDED),
    finding(Standing.WRONG, 2, reason="It prints something else.", wanted="3\n", printed="4\n"),
    finding(Standing.CHANCE, 3, because=("seed", "hash"), runs=5, wanted="0.5\n", printed="0.25\n"),
    finding(Standing.CANNOT_RUN, 4, reason="It needs what is not here: cobol"),
    finding(Standing.NOT_CHECKED, 5, reason="Its author leaves it out: +SKIP"),
]
SENTENCE = "5 keys: 1 hold, 1 not checked, 1 cannot be run, 1 are chance, 1 are wrong"


def written(module: Any, findings: list[Finding]) -> str:
    out = io.StringIO()
    module.write(iter(findings), Summary(), out)
    return out.getvalue()


def test_text_tells_what_does_not_hold_and_counts_the_rest() -> None:
    assert written(text, FINDINGS) == (
        "a.py:2: wrong a.f: It prints something else.\n  wanted:\n    | 3\n  printed:\n    | 4\n"
        "a.py:3: chance a.f: 5 runs disagreed over seed, hash.\n  wanted:\n    | 0.5\n  printed:\n    | 0.25\n"
        "a.py:4: cannot-run a.f: It needs what is not here: cobol\n"
        f"{SENTENCE}\nof those that hold: 1 with fewer digits\nchecked with python on cpu: python 3.11.7\n"
    )


def test_text_shows_the_beginning_of_a_long_output() -> None:
    (shown,) = [finding(Standing.WRONG, printed="x\n" * 50)]
    assert "    | ... 38 more lines\n" in written(text, [shown])


@pytest.mark.parametrize("form", [text, markdown])
def test_what_a_terminal_would_obey_is_shown_as_what_it_is(form: Any) -> None:
    hostile = finding(Standing.WRONG, reason="\x1b[2J", wanted="\x1b]0;title\x07\n::error::x\n", printed="\0\r\u202e")
    report = written(form, [hostile])
    assert all(each.isprintable() or each == "\n" for each in report)
    assert "\\x1b]0;title\\x07" in report
    if form is text:
        assert not any(line.lstrip().startswith("::") for line in report.splitlines())


@pytest.mark.parametrize("findings", [[], FINDINGS])
def test_json_is_one_object_with_everything(findings: list[Finding]) -> None:
    data = json.loads(written(json_, findings))
    assert len(data["findings"]) == len(findings)
    assert sum(data["counts"].values()) == len(findings)
    if findings:
        assert data["findings"][2] == {
            "file": "a.py",
            "line": 3,
            "id": "a.f",
            "standing": "chance",
            "reason": "5 runs disagreed over seed, hash.",
            "because": ["seed", "hash"],
            "spelling": "exact",
            "wanted": "0.5\n",
            "printed": "0.25\n",
            "runs": 5,
        }
        assert data["environments"] == ["python on cpu: python 3.11.7"]


def test_markdown_begins_with_the_worst() -> None:
    report = written(markdown, FINDINGS)
    assert report.startswith(
        f"## Keys checked by running them\n\n{SENTENCE}\n\nOf those that hold: 1 with fewer digits.\n"
    )
    assert report.index("### Wrong") < report.index("### Chance") < report.index("### Cannot be run")
    assert "#### `a.py:2` `a.f`\n\nIt prints something else.\n\nShown:\n\n```text\n3\n```\n\nPrinted:\n" in report
    assert "- `a.py:4`: It needs what is not here: cobol" in report


def test_nothing_in_a_finding_breaks_out_of_the_markdown() -> None:
    hostile = finding(
        Standing.WRONG, reason="<b>@everyone</b> `x` [a](b)\n# c", wanted="```\n# heading\n````", printed="x"
    )
    report = written(markdown, [hostile])
    assert "`````text\n```\n# heading\n````\n`````" in report
    assert r"\<b\>\@everyone\</b\> \`x\` \[a\](b) \# c" in report


def test_markdown_fits_into_an_issue_and_says_what_it_leaves_out() -> None:
    many = [finding(Standing.WRONG, line, printed="x" * 1000) for line in range(1000)]
    report = written(markdown, many)
    assert len(report) < 65_536
    assert "The rest is left out here" in report


def test_of_many_findings_some_are_kept_and_all_are_counted() -> None:
    summary = Summary()
    for line in range(KEPT + 50):
        summary.add(finding(Standing.WRONG, line))
    assert len(summary.kept[Standing.WRONG]) == KEPT
    assert summary.counts[Standing.WRONG] == KEPT + 50


@pytest.mark.parametrize(
    ("standings", "fail_on", "status"),
    [
        ([], "cannot-run", 0),
        (["holds", "not-checked"], "cannot-run", 0),
        (["holds", "cannot-run"], "cannot-run", 3),
        (["chance", "cannot-run"], "cannot-run", 4),
        (["chance", "wrong", "cannot-run"], "cannot-run", 5),
        (["cannot-run"], "chance", 0),
        (["chance"], "chance", 4),
        (["chance", "cannot-run"], "wrong", 0),
        (["wrong"], "wrong", 5),
    ],
)
def test_the_worst_finding_is_the_exit_status(standings: list[str], fail_on: str, status: int) -> None:
    summary = Summary()
    for each in standings:
        summary.add(finding(Standing(each)))
    assert summary.status(Standing(fail_on)) == status
