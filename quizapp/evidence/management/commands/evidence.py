"""Shows what was proven of every executed revision in use."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from quizapp.evidence.listing import EvidenceLine, evidence_in_use

HEADINGS = ("question", "rev", "verdict", "output", "runs", "where", "published")


class Command(BaseCommand):
    """``manage.py evidence [--json]``."""

    help = "Show the evidence for every executed question in use, as a table or one JSON line each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *_: Any, **options: Any) -> None:
        lines = evidence_in_use()
        if options["json"]:
            for line in lines:
                self.stdout.write(json.dumps(line.to_dict(), ensure_ascii=False))
            return
        if not lines:
            self.stdout.write("No executed question is in use.")
            return
        rows = [HEADINGS, *(_row(line) for line in lines)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _row(line: EvidenceLine) -> tuple[str, ...]:
    return (
        line.slug,
        str(line.revision),
        line.verdict if line.current or line.verdict == "none" else f"{line.verdict} (old prover)",
        _short(line.output) or (f"({line.matched})" if line.matched else ""),
        str(line.runs),
        _where(line),
        line.basis if line.published else "no",
    )


def _where(line: EvidenceLine) -> str:
    words = [line.runtime, line.versions.get("torch", ""), line.device, "(elsewhere)" if line.elsewhere else ""]
    return " ".join(word for word in words if word)


def _short(output: str, length: int = 40) -> str:
    shown = output.strip().replace("\n", " | ")
    return shown if len(shown) <= length else shown[: length - 1] + "…"
