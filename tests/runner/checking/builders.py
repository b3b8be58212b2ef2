"""Sessions for tests, and runs of them without a jail: nothing in here is anybody else's code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from runner.banks import sessions as prompts
from runner.banks.entry import Place, Session
from runner.checking import script
from runner.checking.finding import Finding
from runner.checking.sessions import judge
from runner.execute import Observed
from runner.protocol import Environment, Execution, Outcome
from runner.variant import Variant
from runner.verification.procedure import Observation

ENVIRONMENT = Environment(runtime="python", device="cpu", versions={"python": "3.11.7"}, prover=1)


def session(text: str, **fields: Any) -> Session:
    return Session(Place("a.md", 1), "a.md", prompts.examples(text, "a.md", 1, text.split("\n")), **fields)


def run(session: Session, folder: Path, prelude: str = "", *, keep_builtins: bool = False) -> Execution:
    """One run of the session's program by a plain interpreter."""
    path = folder / "snippet.py"
    path.write_text(script.script_of(session, prelude, keep_builtins=keep_builtins), encoding="utf-8")
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, cwd=folder, timeout=60)
    return Execution(outcome=Outcome.FINISHED, stdout=done.stdout, stderr=done.stderr)


def observed(*executions: Execution, causes: tuple[str, ...] = ()) -> Observed:
    observation = Observation(executions, tuple(Variant() for _ in executions), causes)
    return Observed(observation, ENVIRONMENT, ())


def judged(text: str, folder: Path, runs: int = 2, **options: Any) -> list[Finding]:
    made = session(text)
    executions = [run(made, folder, **options) for _ in range(runs)]
    return list(judge(made, observed(*executions, causes=("seed",))))
