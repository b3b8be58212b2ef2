"""Environments and the evidence that was found in them."""

from __future__ import annotations

from django.db import models

from quizapp.runs.models import Program, Run
from runner.protocol import Environment as EnvironmentMessage
from runner.protocol import Verdict


class Environment(models.Model):
    """Where programs were run: runtime, versions, device, CPU capability and prover."""

    class Origin(models.TextChoices):
        """Who says that this environment exists."""

        RUNNER = "runner", "a runner of this installation"
        PACK = "pack", "evidence that came with a pack"

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
