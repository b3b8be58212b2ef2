"""Environments, the evidence that was found in them, and what explains it."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizapp.catalog.models import Pattern
from quizapp.evidence.classing import ALARMS, Difference, Seen
from quizapp.runs.models import Program, Run
from runner.protocol import Environment as EnvironmentMessage
from runner.protocol import Expectation, Verdict


class Environment(models.Model):
    """Where programs were run: runtime, versions, device, CPU capability and prover."""

    class Origin(models.TextChoices):
        """Who says that this environment exists."""

        RUNNER = "runner", _("a runner of this installation")
        PACK = "pack", _("evidence that came with a pack")

    digest = models.CharField(max_length=64, unique=True)
    runtime = models.CharField(max_length=80)
    device = models.CharField(max_length=10)
    versions = models.JSONField()
    cpu_capability = models.CharField(max_length=80, blank=True)
    machine = models.CharField(max_length=80, blank=True)
    prover = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    counts = models.BooleanField(default=False)
    """Whether a key must be proven here before its revision may be published."""
    first_seen_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    """When a runner of this installation first announced it; reports and packs alone do not."""
    contradicted = models.ManyToManyField(Program, related_name="+", blank=True)
    """Programs whose stable output here was another one before: chance that was not seen, or a description untrue."""
    doubt = models.TextField(blank=True)
    """Why what was shown here is not believed, in one sentence; nothing is published on it until an admin clears it."""

    class Meta:
        indexes = [models.Index(fields=["runtime", "device", "counts"], name="environment_counting")]

    def __str__(self) -> str:
        versions = " ".join(f"{name} {version}" for name, version in sorted(self.versions.items()))
        return f"{self.runtime} on {self.device}: {versions}"

    def message(self) -> EnvironmentMessage:
        return EnvironmentMessage.from_dict(
            {
                "runtime": self.runtime,
                "device": self.device,
                "versions": self.versions,
                "cpu_capability": self.cpu_capability,
                "machine": self.machine,
                "prover": self.prover,
            }
        )


class Evidence(models.Model):
    """What verifying one program against one expectation showed in one environment; append-only."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="evidence")
    expectation_digest = models.CharField(max_length=64)
    environment = models.ForeignKey(Environment, on_delete=models.PROTECT, related_name="evidence")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    """The run it rests on; null for evidence that came with a pack."""
    verdict = models.CharField(max_length=12, choices=[(v.value, v.value) for v in Verdict])
    output = models.TextField(blank=True)
    matched = models.CharField(max_length=80, blank=True)
    runs = models.PositiveIntegerField()
    varied = models.JSONField(default=list)
    unstable_because = models.JSONField(default=list)
    holds_for = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    exception = models.CharField(max_length=2000, blank=True)
    """Type of the exception that the runs ended with, if they did."""
    message = models.TextField(blank=True)
    """What that exception said in the first run."""
    warnings = models.JSONField(default=list)
    """``Category: text`` of each warning of the first run."""
    prover = models.PositiveIntegerField()
    jail = models.JSONField(default=list)
    shown_at = models.DateTimeField()
    """When the runs were made."""

    class Meta:
        ordering = ["-shown_at", "-pk"]
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["program", "expectation_digest", "environment"], name="evidence_of")]

    def __str__(self) -> str:
        return f"{self.verdict} in {self.environment}"

    def seen(self) -> Seen:
        """What of it is compared with other evidence of the same program and expectation."""
        return Seen(
            verdict=Verdict(self.verdict),
            output=self.output,
            matched=self.matched or None,
            exception=self.exception,
            message=self.message,
            warnings=tuple(self.warnings),
        )


class DriftQuerySet(models.QuerySet["Drift"]):
    """Questions about many differences."""

    def alarms(self) -> Self:
        """Those after which a key may be wrong."""
        return self.filter(difference__in=ALARMS)

    def open(self) -> Self:
        """Alarms that nobody has settled."""
        return self.alarms().filter(settled_at__isnull=True)


class Drift(models.Model):
    """How a piece of evidence differs from what the same program had shown; never changed but by being settled."""

    before = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """What it is held against; null where the key rested on an author's word."""
    after = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="drift")
    difference = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Difference])
    noted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settlement = models.TextField(blank=True)
    """What was decided, and why."""

    objects = DriftQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at", "-pk"]
        verbose_name_plural = "drift"
        indexes = [models.Index(fields=["settled_at", "difference"], name="drift_open")]
        permissions = [("settle_drift", "Can settle a difference between environments")]

    def __str__(self) -> str:
        return f"{self.difference} in {self.after.environment}"

    @property
    def is_harmless(self) -> bool:
        """Whether what was shown before still answers the question, whatever the letters say."""
        return self.difference not in ALARMS and self.before is not None and self.before.verdict == Verdict.PROVEN


class Reverification(models.Model):
    """The bank, or one pattern of it, proven anew in one environment, in the background."""

    class Because(models.TextChoices):
        """What began it."""

        ASKED = "asked", _("somebody asked for it")
        ANNOUNCED = "announced", _("the environment is new")
        SCHEDULE = "schedule", _("the last one was long ago")

    environment = models.ForeignKey(Environment, on_delete=models.PROTECT, related_name="reverifications")
    pattern = models.ForeignKey(Pattern, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """The one pattern it is about; null for the whole bank."""
    because = models.CharField(max_length=10, choices=Because.choices)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["environment"],
                condition=models.Q(finished_at__isnull=True, pattern__isnull=True),
                name="one_open_reverification_of_the_bank",
            ),
            models.UniqueConstraint(
                fields=["environment", "pattern"],
                condition=models.Q(finished_at__isnull=True),
                name="one_open_reverification_of_each_pattern",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pattern or 'the bank'} in {self.environment}"


class Reproof(models.Model):
    """One program and expectation to be proven anew, and the run that does it once there is room for it."""

    reverification = models.ForeignKey(Reverification, on_delete=models.CASCADE, related_name="reproofs")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    expectation = models.JSONField()
    expectation_digest = models.CharField(max_length=64)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="reproofs")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reverification", "program", "expectation_digest"], name="one_reproof_of_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.program} for {self.reverification}"

    def message(self) -> Expectation:
        return Expectation.from_dict(self.expectation)


class Explained(models.Model):
    """What explaining one program against one expectation found in one environment, as far as it can be true."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="explained")
    expectation_digest = models.CharField(max_length=64)
    environment = models.ForeignKey(Environment, on_delete=models.PROTECT, related_name="explained")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="explained")
    """The run it rests on; null for what came with a pack."""
    content = models.JSONField()
    """``runner.explained.Explained`` as plain JSON, without the trace."""
    trace: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True, blank=True)
    """``runner.explained.Trace`` as plain JSON; apart, because it is long and few pages need it."""
    doubts = models.JSONField(default=dict)
    """By revision, numbers in an author's own explanation that the run before bore out and this one does not."""
    made_at = models.DateTimeField()
    """When the runs were made."""

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "explained"
        indexes = [models.Index(fields=["program", "expectation_digest"], name="explained_of")]

    def __str__(self) -> str:
        return f"{self.program} explained in {self.environment}"


class Approved(models.Model):
    """What an author lets learners see of what runs found on one program and expectation: slips and an explanation."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="approved")
    expectation_digest = models.CharField(max_length=64)
    digests = models.JSONField(default=dict)
    """Content hash of each slip and explanation, and whose approval it has: a username, or ``pack``."""

    class Meta:
        verbose_name_plural = "approved"
        constraints = [
            models.UniqueConstraint(fields=["program", "expectation_digest"], name="one_row_of_approvals_each"),
        ]

    def __str__(self) -> str:
        return f"{len(self.digests)} of {self.program}"
