"""Programs, runs and runner hosts."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from runner.errors import MessageInvalid
from runner.protocol import Environment, Outcome, RunRequest
from runner.protocol import Program as ProgramMessage


class Program(models.Model):
    """Code with its runtime and device, one row for each content hash."""

    digest = models.CharField(max_length=64, unique=True)
    source = models.TextField()
    runtime = models.CharField(max_length=80)
    device = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.runtime} program {self.digest[:12]}"

    @classmethod
    def of(cls, message: ProgramMessage) -> Program:
        """The row of ``message``, made if it is new."""
        program, _ = cls.objects.get_or_create(
            digest=message.digest,
            defaults={"source": message.source, "runtime": message.runtime, "device": message.device},
        )
        return program

    def message(self) -> ProgramMessage:
        return ProgramMessage.from_dict({"source": self.source, "runtime": self.runtime, "device": self.device})


class Run(models.Model):
    """One request to a runner and its report: the truth about work in flight."""

    class State(models.TextChoices):
        """Where the request is; only ``recorded`` and ``given_up`` are final."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        RECORDED = "recorded", _("Recorded")
        GIVEN_UP = "given_up", _("Given Up")

    IN_FLIGHT = (State.WAITING, State.SENT)

    class Priority(models.IntegerChoices):
        """What goes first when the queue is full; lower goes first."""

        PROVE = 10, _("an author waits")
        START = 20, _("first proof of shipped content")
        REVERIFY = 30, _("re-verification")
        EXPLAIN = 40, _("an explanation of what is proven")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="runs")
    expectation = models.JSONField(null=True, blank=True)
    expectation_digest = models.CharField(max_length=64, blank=True, db_index=True)
    explain = models.BooleanField(default=False)
    """Whether the output is to be explained too, besides the verdict."""
    queue = models.CharField(max_length=80)
    environment = models.CharField(max_length=64, blank=True)
    """Digest of the one environment it has to run in; empty where any of the runtime and device will do."""
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.PROVE)
    repeats = models.PositiveSmallIntegerField(default=5)
    limits = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=0)
    """How often it was sent; a report of an older attempt still counts if it comes first."""
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    """Not to be sent before; later than created where an attempt failed."""
    sent_at = models.DateTimeField(null=True, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True, choices=[(o.value, o.value) for o in Outcome])
    """What the first execution did; empty until recorded."""
    report = models.JSONField(null=True, blank=True)
    last_fault = models.TextField(blank=True)
    surplus_reports = models.PositiveIntegerField(default=0)
    """Reports that came after the one that counted, and were dropped."""

    class Meta:
        indexes = [
            models.Index(fields=["state", "queue", "priority", "created_at"], name="run_next"),
            models.Index(fields=["state", "lease_expires_at"], name="run_lease"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "expectation_digest", "environment", "explain"],
                condition=models.Q(state__in=["waiting", "sent"]),
                name="one_run_in_flight_each",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.id} ({self.state})"

    @property
    def is_in_flight(self) -> bool:
        return self.state in self.IN_FLIGHT

    def request(self, attempt: int) -> RunRequest:
        """The whole message for that attempt; raises ``MessageInvalid`` where the row is none."""
        return RunRequest.from_dict(
            {
                "run_id": str(self.pk),
                "attempt": attempt,
                "program": self.program.message().to_dict(),
                "expectation": self.expectation,
                "explain": self.explain,
                "repeats": self.repeats,
                "limits": self.limits,
            }
        )


class RunnerHost(models.Model):
    """A runner worker as its heartbeats describe it."""

    name = models.CharField(max_length=120)
    queue = models.CharField(max_length=80)
    slots = models.PositiveIntegerField()
    environments = models.JSONField(default=list)
    """Announced ``runner.protocol.Environment`` values as plain JSON."""
    selftest_passed = models.BooleanField()
    selftest_detail = models.TextField(blank=True)
    heartbeat_at = models.DateTimeField(db_index=True)
    next_heartbeat_due = models.DateTimeField()
    instance = models.CharField(max_length=40, blank=True)
    """Which start of a worker speaks here; another one of the same name is not heard while it does."""
    former_instance = models.CharField(max_length=40, blank=True)
    """Which one spoke before: a restart falls silent, a second worker of the same name does not."""
    rival_at = models.DateTimeField(null=True, blank=True)
    """When a second worker of this name was last heard."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "queue"], name="one_host_each")]

    def __str__(self) -> str:
        return f"{self.name} ({self.queue})"

    def announced(self) -> tuple[Environment, ...]:
        """The announced environments, without those that a protocol of another time left in the row."""
        environments = []
        for raw in self.environments:
            try:
                environments.append(Environment.from_dict(raw))
            except MessageInvalid:
                continue
        return tuple(environments)
