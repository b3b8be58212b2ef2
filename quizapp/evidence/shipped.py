"""Evidence that travels with a pack: ``evidence.json`` beside a pattern.

An installation without a runner publishes on it; one with a runner proves for itself and shows both. A record speaks
of exact content: of an item's revision, its program and its expectation, each by content hash. Where the pack says
something else by now, the record is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from django.db import transaction
from pydantic import AwareDatetime, Field, model_validator

from quizapp.catalog.content import ItemType, content_digest
from quizapp.catalog.keys import bodies_in_force
from quizapp.catalog.models import Claim, ItemRevision, Pattern
from quizapp.catalog.pack_contents import PackContents
from quizapp.evidence.approving import approve_with_pack, digests_of
from quizapp.evidence.behind import behind_of
from quizapp.evidence.environments import environment_of
from quizapp.evidence.errors import ShippedEvidenceInvalid
from quizapp.evidence.explaining import keep
from quizapp.evidence.explanations import Found
from quizapp.evidence.models import Environment, Evidence, Explained
from quizapp.evidence.vetting import sparse, vetted
from quizapp.runs.storable import storable
from runner.errors import MessageInvalid
from runner.explained import Explained as ExplainedMessage
from runner.message import Digest, Message, ShortText, Slug, Text
from runner.protocol import PROVER, Verdict
from runner.protocol import Environment as EnvironmentMessage

FILE_NAME: Final = "evidence.json"
FILE_LIMIT_BYTES: Final = 32 * 1024 * 1024


class Shown(Message):
    """What was shown of one revision's key, or of one claim of a lesson, in one environment."""

    item: Slug
    part: Annotated[str, Field(max_length=100)] = ""
    """Which claim of a lesson it is about; empty for a question's key."""
    content_digest: Digest
    program_digest: Digest
    expectation_digest: Digest
    verdict: Verdict
    output: Text = ""
    matched: Slug | None = None
    runs: Annotated[int, Field(ge=1, le=1_000_000)]
    varied: tuple[Slug, ...] = ()
    unstable_because: tuple[Slug, ...] = ()
    holds_for: Annotated[str, Field(max_length=80)] = ""
    reason: ShortText = ""
    jail: tuple[Annotated[str, Field(max_length=80)], ...] = ()
    shown_at: AwareDatetime
    environment: EnvironmentMessage

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.verdict is Verdict.PROVEN and (self.matched is None or self.runs < 2):
            raise ValueError("what is proven matched a choice, in more than one run")
        return self


class ShownWhy(Message):
    """What explains one question's output, and what of it the pack's author lets learners see."""

    item: Slug
    content_digest: Digest
    program_digest: Digest
    expectation_digest: Digest
    explained: ExplainedMessage
    approved: Annotated[tuple[Digest, ...], Field(max_length=40)] = ()
    """Digests of slips and of the explanation; they stand for what a run here finds too, if that is the same to the
    letter."""
    made_at: AwareDatetime
    environment: EnvironmentMessage


class EvidenceFile(Message):
    """The file as a whole."""

    version: Literal[1] = 1
    evidence: tuple[Shown, ...] = Field(max_length=10_000)
    explained: tuple[ShownWhy, ...] = Field(default=(), max_length=10_000)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file's records."""

    kept: int
    """Records that hold, those loaded before included."""
    refused: tuple[str, ...]
    """One sentence for each record that speaks of something else than the pack; names its item."""


def dump(pattern: Pattern, path: Path) -> int:
    """Write what is proven of the newest revision of each item of ``pattern``; returns how many records.

    Beside it stands what explains these, as far as an author approved anything of it.
    """
    proven = list(_proven(pattern))
    shown = [_shown(stated, evidence) for stated, evidence in proven]
    data = EvidenceFile(evidence=tuple(shown)).to_dict()
    revisions = {stated.pk: stated for stated, _ in proven if isinstance(stated, ItemRevision)}
    why = [_why(revisions[pk], behind.found) for pk, behind in behind_of(revisions.values()).items() if behind.found]
    data["explained"] = [sparse(each) for each in sorted(why, key=lambda each: each.item)]
    path.write_text(_written(data), encoding="utf-8")
    return len(shown)


def _written(data: dict[str, Any]) -> str:
    """JSON with a line for each record: traces are long, and a change of one question should show as one line."""
    parts = []
    for name, value in sorted(data.items()):
        text = json.dumps(value, sort_keys=True, ensure_ascii=False)
        if isinstance(value, list):
            records = ",\n".join(f"  {json.dumps(each, sort_keys=True, ensure_ascii=False)}" for each in value)
            text = f"[\n{records}\n ]"
        parts.append(f" {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def load(pattern: Pattern, path: Path, now: datetime) -> Loaded:
    """Keep the evidence of ``path``; raises ``ShippedEvidenceInvalid``, and then nothing of it is kept.

    Loading it again changes nothing. Publishing is the gate's: call ``publish_ready`` when all packs are loaded.
    """
    file = read(path)
    refused: list[str] = []
    kept = 0
    with transaction.atomic():
        for shown in file.evidence:
            stated = _stated(pattern, shown)
            if isinstance(stated, str):
                refused.append(f"{path}: {stated}")
            else:
                _keep(stated, shown, now)
                kept += 1
        for why in file.explained:
            explained = _stated(pattern, why)
            if isinstance(explained, str):
                refused.append(f"{path}: {explained}")
            elif isinstance(explained, ItemRevision):
                _keep_why(explained, why, now)
    return Loaded(kept, tuple(refused))


def load_beside(packs: Iterable[PackContents], now: datetime) -> tuple[str, ...]:
    """Load the evidence that lies beside the patterns of applied ``packs``; what was refused, as ``load`` says it."""
    refused: list[str] = []
    for contents in (pattern for pack in packs for pattern in pack.patterns):
        path = contents.folder / FILE_NAME
        if path.exists():
            refused += load(Pattern.objects.get(slug=contents.pattern.slug), path, now).refused
    return tuple(refused)


def read(path: Path) -> EvidenceFile:
    """The file's records; raises ``ShippedEvidenceInvalid``."""
    try:
        if path.stat().st_size > FILE_LIMIT_BYTES:
            raise ShippedEvidenceInvalid(f"{path}: longer than {FILE_LIMIT_BYTES} bytes")
        return EvidenceFile.from_dict(storable(json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, RecursionError, MessageInvalid) as error:
        raise ShippedEvidenceInvalid(f"{path}: {error}") from error


def _proven(pattern: Pattern) -> Iterable[tuple[ItemRevision | Claim, Evidence]]:
    revisions = ItemRevision.objects.filter(
        item__pattern=pattern, item__retired_at__isnull=True, program__isnull=False
    ).select_related("item", "program")
    newest = {revision.item_id: revision for revision in revisions.order_by("number")}
    keyed = [revision for revision in newest.values() if not revision.lost_its_key]
    everything: list[ItemRevision | Claim] = [*sorted(keyed, key=lambda each: each.item.slug)]
    for stated in [*everything, *_newest_claims(pattern)]:
        evidence = Evidence.objects.filter(
            program=stated.program_id, expectation_digest=stated.proof_digest, prover=PROVER
        ).select_related("environment")
        latest: dict[str, Evidence] = {}
        for each in evidence:  # newest first
            latest.setdefault(each.environment.digest, each)
        yield from ((stated, latest[digest]) for digest in sorted(latest) if latest[digest].verdict == Verdict.PROVEN)


def _newest_claims(pattern: Pattern) -> Iterable[Claim]:
    lessons = ItemRevision.objects.latest_of_each().filter(
        item__pattern=pattern, item__retired_at__isnull=True, item__type=ItemType.LESSON
    )
    claims = Claim.objects.filter(revision__in=lessons).select_related("revision__item", "program")
    return claims.order_by("revision__item__slug", "part")


def _shown(stated: ItemRevision | Claim, evidence: Evidence) -> Shown:
    assert stated.program is not None
    revision = stated.revision if isinstance(stated, Claim) else stated
    return Shown(
        item=revision.item.slug,
        part=stated.part if isinstance(stated, Claim) else "",
        content_digest=_content_digest(revision),
        program_digest=stated.program.digest,
        expectation_digest=stated.proof_digest,
        verdict=Verdict(evidence.verdict),
        output=evidence.output,
        matched=evidence.matched or None,
        runs=evidence.runs,
        varied=tuple(evidence.varied),
        unstable_because=tuple(evidence.unstable_because),
        holds_for=evidence.holds_for,
        reason=evidence.reason,
        jail=tuple(evidence.jail),
        shown_at=evidence.shown_at,
        environment=evidence.environment.message(),
    )


def _content_digest(revision: ItemRevision) -> str:
    """Of what the pack has to say for the record to hold: the question with the key in force."""
    body = bodies_in_force([revision])[revision.pk]
    assert body is not None, "what is void has no proof"
    return content_digest(body)


def _why(revision: ItemRevision, found: Found) -> ShownWhy:
    assert revision.program is not None
    row = Explained.objects.select_related("environment").get(pk=found.row_id)
    return ShownWhy(
        item=revision.item.slug,
        content_digest=_content_digest(revision),
        program_digest=revision.program.digest,
        expectation_digest=revision.proof_digest,
        explained=found.content.model_copy(update={"trace": found.trace}),
        approved=tuple(sorted(found.approved & digests_of(found))),
        made_at=row.made_at,
        environment=row.environment.message(),
    )


def _stated(pattern: Pattern, shown: Shown | ShownWhy) -> ItemRevision | Claim | str:
    """The revision or claim that a record speaks of, or why there is none."""
    revisions = ItemRevision.objects.filter(item__pattern=pattern, item__slug=shown.item).select_related("program")
    if not revisions:
        return f"evidence of {shown.item!r} refused: the pattern {pattern.slug!r} has no such item"
    for revision in revisions.filter(content_digest=shown.content_digest):
        part = shown.part if isinstance(shown, Shown) else ""
        claim = revision.claims.select_related("program").filter(part=part).first()
        stated = revision if claim is None else claim
        if stated.program is None or stated.program.digest != shown.program_digest:
            return f"evidence of {shown.item!r} refused: it ran another program"
        if stated.proof_digest != stated.expectation_digest:
            return f"evidence of {shown.item!r} refused: its key was corrected here, and it is of the old one"
        if stated.expectation_digest != shown.expectation_digest:
            return f"evidence of {shown.item!r} refused: it was held against other choices or another key"
        key = revision.question.key if claim is None else claim.expectation["key"]
        if isinstance(shown, Shown) and shown.verdict is Verdict.PROVEN and shown.matched != key:
            return f"evidence of {shown.item!r} refused: proven, and it matched {shown.matched!r}, not the key"
        return stated
    return f"evidence of {shown.item!r} refused: it is of other content than the pack has now; prove it again"


def _keep(stated: ItemRevision | Claim, shown: Shown, now: datetime) -> None:
    environment = environment_of(shown.environment, Environment.Origin.PACK, now)
    Evidence.objects.get_or_create(
        program=stated.program,
        expectation_digest=stated.expectation_digest,
        environment=environment,
        run=None,
        shown_at=shown.shown_at,
        defaults={
            "verdict": shown.verdict,
            "output": shown.output,
            "matched": shown.matched or "",
            "runs": shown.runs,
            "varied": list(shown.varied),
            "unstable_because": list(shown.unstable_because),
            "holds_for": shown.holds_for,
            "reason": shown.reason,
            "prover": shown.environment.prover,
            "jail": list(shown.jail),
        },
    )


def _keep_why(revision: ItemRevision, why: ShownWhy, now: datetime) -> None:
    expectation = revision.question.expectation()
    assert revision.program is not None
    assert expectation is not None
    environment = environment_of(why.environment, Environment.Origin.PACK, now)
    found = vetted(why.explained, revision.program.source, expectation)
    keep(revision.program, revision.expectation_digest, environment, found, why.made_at, run=None)
    approve_with_pack(revision, why.approved)
