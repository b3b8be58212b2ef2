"""Which wrong choices of the shipped questions some slip prints, kept because finding out takes minutes.

After a change of a question or of a mutation, make anew what no longer holds, and commit it with the change:

    .venv/bin/python -m tests.runner.explanation.shipped            # what is missing or no longer holds
    .venv/bin/python -m tests.runner.explanation.shipped --all      # everything
    .venv/bin/python -m tests.runner.explanation.shipped SLUG ...   # these questions
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

from quizapp.catalog.content import Question
from quizapp.catalog.loading import read_pack
from runner.commands.supervised import supervisor
from runner.config import from_environment
from runner.execute import slips_behind
from runner.explained import Distractor
from runner.explanation.mutations.declaration import declared
from runner.explanation.search import MAX_PAIRS, Found, diff
from runner.explanation.source import Source
from runner.message import digest_of
from runner.protocol import Expectation, Program
from runner.sandbox.client import Client

PACKS = Path(__file__).parents[3] / "quizapp" / "catalog" / "packs"
STORED = Path(__file__).with_name("shipped-slips.json")
LEAST = 2
TIME_S = 600.0


@dataclass(frozen=True)
class Shipped:
    """A question of a pack whose key is proven by running it."""

    slug: str
    program: Program
    expectation: Expectation

    @property
    def digest(self) -> str:
        return digest_of([self.program.digest, self.expectation.digest])

    @property
    def wrong(self) -> list[str]:
        return [choice.id for choice in self.expectation.choices if choice.id != self.expectation.key]


def shipped_questions() -> Iterator[Shipped]:
    """Every shipped predict-output question."""
    for folder in sorted(path.parent for path in PACKS.glob("*/pack.yaml")):
        for item in read_pack(folder).items():
            if isinstance(item.content, Question) and item.content.kind == "predict-output":
                program, expectation = item.content.program(), item.content.expectation()
                assert program is not None
                assert expectation is not None
                yield Shipped(item.slug, program, expectation)


def stored() -> dict[str, dict[str, Any]]:
    """By slug: the digest of what was searched, and the slip that was found for each choice."""
    if not STORED.exists():
        return {}
    content: dict[str, dict[str, Any]] = json.loads(STORED.read_text(encoding="utf-8"))
    return content


def distractors(record: dict[str, Any]) -> list[Distractor]:
    return [Distractor.from_dict(each) for each in record["distractors"]]


def still_made(question: Shipped, distractor: Distractor) -> bool:
    """Whether the mutations of today, applied as the slip names them, lead to the program that was run."""
    named = {mutation.name: mutation for mutation in declared()}
    if not named.keys() >= set(distractor.slip.mutations):
        return False
    texts = [question.program.source]
    for name in distractor.slip.mutations:
        sources = [source for text in texts if (source := Source.parse(text)) is not None]
        texts = [mutant for source in sources for mutant in named[name].mutants(source)]
    sentence = " ".join(named[name].sentence for name in distractor.slip.mutations)
    made = any(diff(question.program.source, text) == distractor.slip.diff for text in texts)
    return made and distractor.slip.sentence == sentence


def holds(question: Shipped, record: dict[str, Any] | None) -> bool:
    """Whether a record is of the question as it is now, and of mutations as they are now."""
    if record is None or record["digest"] != question.digest:
        return False
    return all(still_made(question, distractor) for distractor in distractors(record))


def find(path: Path, question: Shipped) -> Found:
    """Search with single slips, and with pairs where too few choices are reached."""
    with Client(path) as client:
        for max_pairs in (0, MAX_PAIRS):
            found = slips_behind(client, question.program, question.expectation, time_s=TIME_S, max_pairs=max_pairs)
            if len(found.distractors) >= LEAST:
                break
    return found


def make(wanted: Sequence[Shipped]) -> None:
    """Search anew for the slips of ``wanted``, tell what was found and write it down."""
    known = {question.slug for question in shipped_questions()}
    records = {slug: record for slug, record in stored().items() if slug in known}
    with supervisor(
        from_environment({name: os.environ[name] for name in os.environ if name.startswith("RUNNER_")})
    ) as path:
        for question in wanted:
            found = find(path, question)
            reached = [each.to_dict() for each in found.distractors]
            records[question.slug] = {"digest": question.digest, "distractors": reached}
            content = json.dumps(dict(sorted(records.items())), indent=1, ensure_ascii=False)
            STORED.write_text(content + "\n", encoding="utf-8")
            print(_line(question, found), flush=True)  # noqa: T201 - it is a command


def _line(question: Shipped, found: Found) -> str:
    reached = "".join(f"\n    {each.choice}: {', '.join(each.slip.mutations)}" for each in found.distractors)
    missing = "".join(f"\n    {choice}: no slip prints it" for choice in found.unreached)
    proposals = "".join(f"\n    proposed {slip.output.strip()!r}: {slip.mutations[0]}" for slip in found.proposals)
    few = "" if len(found.distractors) >= LEAST else "TOO FEW "
    return f"{few}{question.slug}: {len(found.distractors)} of {len(question.wrong)}{reached}{missing}{proposals}"


def main(arguments: Sequence[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quizapp.settings")
    os.environ.setdefault("DEBUG", "1")
    django.setup()
    records = stored()
    questions = list(shipped_questions())
    by_slug = {question.slug: question for question in questions}
    chosen = [by_slug[slug] for slug in arguments if slug in by_slug]
    stale = [question for question in questions if not holds(question, records.get(question.slug))]
    make(questions if "--all" in arguments else chosen or stale)


if __name__ == "__main__":
    main(sys.argv[1:])
