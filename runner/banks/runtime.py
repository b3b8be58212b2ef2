"""Which runtime code of a bank is for, where the bank does not say."""

from __future__ import annotations

from runner.runtimes import declaration


def runtime_for(code: str) -> str:
    """The name of the runtime that the imports in ``code`` ask for; plain Python where they ask for none."""
    wanted = declaration.wanted_by(code)
    return wanted.name if wanted is not None else "python"
