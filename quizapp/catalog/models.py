"""Subjects, patterns, their modes, items, and the revisions that answers and evidence point to."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter

from quizapp.catalog.body import Body, ItemContent
from quizapp.catalog.content import ItemType, Level, Question, QuestionKind
from quizapp.catalog.errors import RevisionIsImmutable
from quizapp.catalog.lesson import Lesson
from quizapp.runs.models import Program
from quizapp.web.levels import NAMES

_CONTENT: TypeAdapter[Body] = TypeAdapter(ItemContent)


class SubjectQuerySet(models.QuerySet["Subject"]):
    """Questions about many subjects."""

    def with_patterns(self) -> Self:
        """Subjects that have something to learn, their learnable patterns fetched along; two queries in all."""
        learnable = Pattern.objects.learnable()
        return self.filter(models.Exists(learnable.filter(subject=models.OuterRef("pk")))).prefetch_related(
            models.Prefetch("patterns", queryset=learnable)
        )


class PatternQuerySet(models.QuerySet["Pattern"]):
    """Questions about many patterns."""

    def learnable(self) -> Self:
        """Patterns with at least one mode on offer."""
        return self.filter(models.Exists(Mode.objects.offered().filter(pattern=models.OuterRef("pk"))))

    def with_modes(self) -> Self:
        """Patterns with their subject and their modes on offer, each with ``item_count``; one more query in all."""
        return self.select_related("subject").prefetch_related(
            models.Prefetch("modes", queryset=Mode.objects.offered().with_item_count())
        )

    def newest(self) -> Self:
        """What was added last comes first."""
        return self.order_by("-added_at", "-pk")


class ModeQuerySet(models.QuerySet["Mode"]):
    """Questions about many modes."""

    def offered(self) -> Self:
        """Modes all of whose items are published and not all withdrawn; retired items are left out of account."""
        placed = Placement.objects.filter(mode=models.OuterRef("pk"), item__retired_at__isnull=True)
        there = placed.filter(item__published__isnull=False, item__published__withdrawn_at__isnull=True)
        return self.filter(models.Exists(there), ~models.Exists(placed.filter(item__published__isnull=True)))

    def with_item_count(self) -> Self:
        """Adds ``item_count``: how many items a learner gets."""
        ready = models.Q(
            placements__item__published__isnull=False,
            placements__item__published__withdrawn_at__isnull=True,
            placements__item__retired_at__isnull=True,
        )
        return self.annotate(item_count=models.Count("placements", filter=ready))


class ItemQuerySet(models.QuerySet["Item"]):
    """Questions about many items."""

    def ready(self) -> Self:
        """Items that learners may get."""
        return self.filter(published__isnull=False, published__withdrawn_at__isnull=True, retired_at__isnull=True)


class ItemRevisionQuerySet(models.QuerySet["ItemRevision"]):
    """Questions about many revisions."""

    def latest_of_each(self) -> Self:
        """Of every item, the revision saved last."""
        newest = ItemRevision.objects.filter(item=models.OuterRef("item")).order_by("-number").values("number")[:1]
        return self.filter(number=models.Subquery(newest))


class Subject(models.Model):
    """A shelf: PyTorch, Computer Vision."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    domain = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=20, default="en")
    licence = models.CharField(max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)
    pack_digest = models.CharField(max_length=64, blank=True, editable=False)
    """What a pack last said of it; while that stays the same, edits made here are kept."""

    objects = SubjectQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title


class Pattern(models.Model):
    """One idea to learn."""

    slug = models.SlugField(max_length=80, unique=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="patterns")
    title = models.CharField(max_length=120)
    level = models.CharField(max_length=20, choices=[(level.value, NAMES[level.value]) for level in Level])
    summary = models.TextField()
    position = models.PositiveIntegerField(default=0)
    after = models.ManyToManyField("self", symmetrical=False, related_name="before", blank=True)
    """The patterns to know before this one."""
    added_at = models.DateTimeField()
    pack_digest = models.CharField(max_length=64, blank=True, editable=False)
    """What a pack last said of it and its modes; while that stays the same, edits made here are kept."""

    objects = PatternQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title


class Mode(models.Model):
    """One way to study a pattern, with its length and, for a challenge, its badge."""

    pattern = models.ForeignKey(Pattern, on_delete=models.CASCADE, related_name="modes")
    slug = models.SlugField(max_length=40)
    minutes = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    badge_name = models.CharField(max_length=120, blank=True)
    badge_icon = models.CharField(max_length=80, blank=True)
    badge_praise = models.CharField(max_length=600, blank=True)
    items: models.ManyToManyField[Item, Placement] = models.ManyToManyField(
        "Item", through="Placement", related_name="modes"
    )
    item_count: int
    """Only on rows of ``with_item_count``."""

    objects = ModeQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["pattern", "slug"], name="one_mode_each")]

    def __str__(self) -> str:
        return f"{self.pattern} - {self.slug}"


class Item(models.Model):
    """Anything a learner answers or rates; what it says stands in its revisions."""

    slug = models.SlugField(max_length=80, unique=True)
    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="items")
    type = models.CharField(max_length=20, choices=[(t.value, t.value) for t in ItemType])
    published: models.ForeignKey[ItemRevision | None, ItemRevision | None] = models.ForeignKey(
        "ItemRevision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The revision learners get; null while nothing is publishable."""
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_because = models.TextField(blank=True)
    pack_digest = models.CharField(max_length=64, blank=True, editable=False)
    """Content digest of what a pack last said; a newest revision with another digest was edited here."""

    objects = ItemQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug


class Placement(models.Model):
    """An item's place in a mode."""

    mode = models.ForeignKey(Mode, on_delete=models.CASCADE, related_name="placements")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="placements")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["mode", "item"], name="one_placement_each")]

    def __str__(self) -> str:
        return f"{self.item} in {self.mode}"


class ItemRevision(models.Model):
    """What an item said at one time; its content never changes."""

    class State(models.TextChoices):
        """Where a revision stands between its author and its learners."""

        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("Review")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")

    class Basis(models.TextChoices):
        """What a published revision's key rests on."""

        NONE = "", _("None")
        PROSE = "prose", _("nothing in it is executed")
        PROVEN = "proven", _("its key was proven by running it")
        WORD = "word", _("an author's word")

    _kept: dict[str, Any] = {}
    IMMUTABLE = ("item_id", "number", "content", "content_digest", "program_id", "expectation_digest")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in QuestionKind])
    level = models.CharField(max_length=20, choices=[(level.value, NAMES[level.value]) for level in Level])
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="revisions")
    """What has to be run to prove the key; null where nothing is executed."""
    expectation_digest = models.CharField(max_length=64, blank=True, db_index=True)
    proof_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    """Of the expectation with the key in force: what evidence must bear out. It moves with each correction of the key;
    empty where nothing is executed, and where the question is void."""
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    publish_when_proven = models.BooleanField(default=False)
    basis = models.CharField(max_length=8, choices=Basis.choices, default=Basis.NONE, blank=True)
    word_reason = models.TextField(blank=True)
    word_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """When its key was found not to hold any more; what begins from then on leaves it out, published as it is."""

    objects = ItemRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["item", "-number"]
        permissions = [
            ("prove_itemrevision", "Can have a revision proven"),
            ("prove_on_gpu", "Can have what they submit run on a GPU"),
            ("publish_itemrevision", "Can publish a proven revision"),
            ("publish_on_word_itemrevision", "Can publish a revision on their word"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_revision_number_each"),
            models.CheckConstraint(
                condition=~models.Q(basis="word") | ~models.Q(word_reason=""), name="a_word_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.slug} r{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``RevisionIsImmutable`` when anything but state and publication was changed."""
        if self._state.adding:
            self.proof_digest = self.expectation_digest
        changed = [name for name, kept in self._kept.items() if self.__dict__.get(name, kept) != kept]
        if changed:
            raise RevisionIsImmutable(f"{self}: {', '.join(changed)} cannot change; make a new revision")
        super().save(*args, **kwargs)
        self._keep()

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> ItemRevision:
        revision = super().from_db(db, field_names, values)
        revision._keep()
        return revision

    def _keep(self) -> None:
        self._kept = {name: deepcopy(self.__dict__[name]) for name in self.IMMUTABLE if name in self.__dict__}

    @property
    def lost_its_key(self) -> bool:
        """Whether it was executed, and no key is left to prove since it is void."""
        return self.program_id is not None and not self.proof_digest

    @cached_property
    def body(self) -> Body:
        """The content, validated."""
        return _CONTENT.validate_json(TypeAdapter(dict[str, Any]).dump_json(self.content))

    @property
    def question(self) -> Question:
        """The content of a question; raises ``TypeError`` for other items."""
        if not isinstance(self.body, Question):
            raise TypeError(f"{self} is a {self.body.type}, not a question")
        return self.body

    @property
    def lesson(self) -> Lesson:
        """The content of a lesson; raises ``TypeError`` for other items."""
        if not isinstance(self.body, Lesson):
            raise TypeError(f"{self} is a {self.body.type}, not a lesson")
        return self.body


class Claim(models.Model):
    """What one of a lesson's programs is said to show; shown to learners once evidence bears it out."""

    revision = models.ForeignKey(ItemRevision, on_delete=models.CASCADE, related_name="claims")
    part = models.CharField(max_length=100)
    """Where in the content it stands: ``<pitfall>.wrong`` or ``<pitfall>.right``."""
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="claims")
    expectation = models.JSONField()
    expectation_digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["revision", "part"], name="one_claim_for_each_part")]

    def __str__(self) -> str:
        return f"{self.revision} {self.part}"

    @property
    def proof_digest(self) -> str:
        """What evidence must bear out, by the name it has in a question's revision; claims are never corrected."""
        return self.expectation_digest


class KeyCorrection(models.Model):
    """Append-only: the key of a revision was wrong, and what holds instead; made by ``catalog.keys.correct``."""

    revision = models.ForeignKey(ItemRevision, on_delete=models.PROTECT, related_name="corrections")
    old_key = models.CharField(max_length=80)
    new_key = models.CharField(max_length=80, blank=True)
    """Empty when the question is void: every answer counts as right."""
    reason = models.TextField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrected_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        ordering = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return f"{self.revision}: {self.old_key} -> {self.new_key or 'void'}"
