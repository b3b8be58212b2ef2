"""Many learners who did what a few did: their rows are copied, with all that follows from them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import models, transaction
from django.db.models import F

from quizapp.accounts.models import Learner, User
from quizapp.leaderboards.models import Bucket, Standing
from quizapp.progress.models import Answer, Award, ItemProgress, Schedule
from quizapp.sittings.models import Problem, Response, Sitting

AT_ONCE: Final = 500
"""How many learners are copied in one transaction."""

# In the order in which they point to each other.
_COPIED: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (Sitting, "learner"),
    (Problem, "sitting__learner"),
    (Response, "problem__sitting__learner"),
    (Answer, "learner"),
    (ItemProgress, "learner"),
    (Schedule, "learner"),
    (Standing, "learner"),
    (Award, "learner"),
)


def multiply(learners: Iterable[Learner], copies: int) -> None:
    """Make ``copies`` of each of ``learners``, with accounts where those have them."""
    originals = list(learners)
    for first in range(0, copies, max(AT_ONCE // len(originals), 1)):
        with transaction.atomic():
            _copy(originals, range(first, min(first + max(AT_ONCE // len(originals), 1), copies)))


def _copy(originals: list[Learner], numbers: range) -> None:
    pairs = [(original, number) for number in numbers for original in originals]
    users = User.objects.bulk_create(
        User(username=f"{original.pseudonym}-{number}") for original, number in pairs if original.user_id is not None
    )
    by_name = {user.username: user for user in users}
    made = Learner.objects.bulk_create(
        Learner(
            pseudonym=(name := f"{original.pseudonym}-{number}"),
            user=by_name.get(name),
            created_at=original.created_at,
        )
        for original, number in pairs
    )
    # For each copy, what became of each row: (model, old key) -> new key.
    became: dict[int, dict[tuple[type[models.Model], int], int]] = {number: {} for number in numbers}
    for (original, number), learner in zip(pairs, made, strict=True):
        became[number][Learner, original.pk] = learner.pk
    for model, owner in _COPIED:
        _copy_rows(model, list(model._default_manager.filter(**{f"{owner}__in": originals}).order_by("pk")), became)
    _count_in(originals, len(numbers))


def _copy_rows(
    model: type[models.Model],
    rows: list[models.Model],
    became: Mapping[int, dict[tuple[type[models.Model], int], int]],
) -> None:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = [field.attname for field in fields]
    points_to = [(i, field.related_model) for i, field in enumerate(fields) if isinstance(field, models.ForeignKey)]
    fresh = [i for i, field in enumerate(fields) if field.unique and isinstance(field, models.UUIDField)]
    originals = [(row.pk, [getattr(row, name) for name in names]) for row in rows]

    def again(values: list[Any], became: Mapping[tuple[type[models.Model], int], int]) -> models.Model:
        values = values.copy()
        for i, other in points_to:
            values[i] = became.get((other, values[i]), values[i])  # type: ignore[arg-type]  # all models are classes here
        for i in fresh:
            values[i] = values[i] and uuid.uuid4()
        return model(None, *values)

    made = model._default_manager.bulk_create(
        again(values, became[number]) for number in became for _, values in originals
    )
    olds = ((number, pk) for number in became for pk, _ in originals)
    for (number, pk), copy in zip(olds, made, strict=True):
        became[number][model, pk] = copy.pk


def _count_in(originals: list[Learner], copies: int) -> None:
    stands = Counter(Standing.objects.filter(learner__in=originals).values_list("board_id", "points"))
    for (board_id, points), count in stands.items():
        Bucket.objects.filter(board_id=board_id, points=points).update(standings=F("standings") + count * copies)
