"""The golden explanations: one file for each snippet, with the program, what it prints and how that is explained.

After a change of templates, ``UPDATE_EXPLANATIONS=1 .venv/bin/pytest tests/runner/explanation/test_golden.py`` writes
them anew. Then read every one that changed: would you print it in a book?
"""

import re
from dataclasses import dataclass
from pathlib import Path

from runner.explained import Explanation

FOLDER = Path(__file__).parent / "golden"
_PROGRAM = re.compile(r"```python\n(.*?)```\n", re.DOTALL)


@dataclass(frozen=True)
class Golden:
    """One file: its name tells the family, its program is run, its whole text is compared."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def source(self) -> str:
        found = _PROGRAM.search(self.text)
        assert found is not None, f"{self.path} holds no program"
        return found[1]


def goldens() -> list[Golden]:
    return [Golden(path) for path in sorted(FOLDER.glob("*.md"))]


def written(source: str, explanation: Explanation) -> str:
    """The text of a golden file; behind each sentence stand its message and the steps it cites."""
    lines = [f"```python\n{source}```", ""]
    for number, sentence in enumerate(explanation.steps, start=1):
        cited = ", ".join(map(str, sentence.cites))
        lines.append(f"{number}. {sentence.text}  <!-- {sentence.message}: {cited} -->")
    lines += ["", f"**{explanation.final_answer.text}**", "", f"Check: {explanation.quick_check.text}", ""]
    return "\n".join(lines)
