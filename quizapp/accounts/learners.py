"""How learners come to be, come to belong to users, and become one with another."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from random import Random, SystemRandom

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from quizapp.accounts import browser_zone, pseudonyms, time_zones
from quizapp.accounts.errors import CannotMerge, NoPseudonymFree
from quizapp.accounts.models import Learner, Membership, User
from quizapp.accounts.requests import LearnerRequest
from quizapp.accounts.signals import learner_merged, learner_signed_up

PSEUDONYM_TRIES = 20
REPEATED_WITHIN = timedelta(minutes=10)
"""How long a repeated form brings back the guest that its first arrival made."""


def ensure_learner(request: LearnerRequest, form_key: uuid.UUID | None = None) -> Learner:
    """The learner of a POST, made where there is none yet.

    ``form_key`` is the idempotency key of the form: where a visitor's first form arrives twice, before the cookie
    could be kept, both arrivals are the same guest's.
    """
    assert request.method == "POST", "a page that is only read makes no learner"
    if request.learner is not None:
        return request.learner
    if request.user.is_authenticated:
        request.learner = learner_of(request.user, request.now, browser_zone.read(request))
    else:
        request.learner = request.guest_to_remember = _guest(form_key, request.now, browser_zone.read(request))
    return request.learner


def make_learner(
    now: datetime,
    random: Random,
    user: User | None = None,
    public_id: uuid.UUID | None = None,
    time_zone: str = time_zones.UNKNOWN,
) -> Learner:
    """A new learner under a pseudonym nobody has; raises IntegrityError where the user or the id has one already."""
    for _ in range(PSEUDONYM_TRIES):
        pseudonym = pseudonyms.make(random)
        try:
            with transaction.atomic():
                return Learner.objects.create(
                    public_id=public_id or uuid.UUID(int=random.getrandbits(128), version=4),
                    user=user,
                    pseudonym=pseudonym,
                    time_zone=time_zone,
                    created_at=now,
                )
        except IntegrityError:
            if not Learner.objects.filter(pseudonym=pseudonym).exists():
                raise
    raise NoPseudonymFree(f"{PSEUDONYM_TRIES} pseudonyms in a row were taken")


def learner_of(user: User, now: datetime, time_zone: str = time_zones.UNKNOWN) -> Learner:
    """The user's learner, made where there is none."""
    return signed_up(None, user, now, time_zone)


def signed_up(guest: Learner | None, user: User, now: datetime, time_zone: str = time_zones.UNKNOWN) -> Learner:
    """Makes ``guest`` the user's learner, with all it has; without a guest, gives the user a learner of its own.

    A guest that was signed up or merged in the meantime stays where it is, and a user's learner is never replaced:
    it is returned.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # of several at once, one makes the learner
        learner = Learner.objects.filter(user=user).first()
        if learner is not None:
            return learner
        if guest is not None:
            guest = Learner.objects.select_for_update().filter(pk=guest.pk).first()
        if guest is not None and _is_free(guest):
            guest.user = user
            guest.save(update_fields=["user"])
            learner = guest
        else:
            learner = make_learner(now, SystemRandom(), user=user, time_zone=time_zone)
        learner_signed_up.send(sender=Learner, learner=learner, now=now)
    return learner


def signed_in(guest: Learner | None, user: User, now: datetime) -> Learner | None:
    """What a sign-in does to the guest of the same browser: it becomes the user's learner, or part of it.

    The user's learner afterwards; None where there was neither a learner nor a guest.
    """
    learner = Learner.objects.filter(user=user).first()
    if guest is None:
        return learner
    if learner is None:
        learner = signed_up(guest, user, now, guest.time_zone)
    if learner != guest:
        with transaction.atomic():
            guest = Learner.objects.select_for_update().filter(pk=guest.pk).first()
            if guest is not None and _is_free(guest):  # else another sign-in has been faster
                merge(guest, learner, now)
    return learner


def merge(absorbed: Learner, into: Learner, now: datetime) -> None:
    """Lets ``into`` have all that ``absorbed``, a guest, has; other apps move their own rows on ``learner_merged``."""
    with transaction.atomic():
        # Locked in one order, so that two merges wait for each other instead of failing.
        locked = {
            learner.pk: learner
            for learner in Learner.objects.select_for_update().filter(pk__in={absorbed.pk, into.pk}).order_by("pk")
        }
        if len(locked) != 2 or not _is_free(locked[absorbed.pk]) or locked[into.pk].merged_into_id is not None:
            raise CannotMerge(f"{absorbed} (learner {absorbed.pk}) cannot become part of {into} (learner {into.pk})")
        absorbed.merged_into = into
        absorbed.save(update_fields=["merged_into"])
        Learner.objects.filter(merged_into=absorbed).update(merged_into=into)
        theirs = Membership.objects.filter(learner=into).values("group")
        Membership.objects.filter(learner=absorbed).exclude(group__in=theirs).update(learner=into)
        Membership.objects.filter(learner=absorbed).delete()
        learner_merged.send(sender=Learner, absorbed=absorbed, into=into, now=now)


def _is_free(learner: Learner) -> bool:
    return learner.user_id is None and learner.merged_into_id is None


def _guest(form_key: uuid.UUID | None, now: datetime, time_zone: str = time_zones.UNKNOWN) -> Learner:
    if form_key is None:
        return make_learner(now, SystemRandom(), time_zone=time_zone)
    # Derived under our secret: who sees a learner's public id cannot make the form, nor the other way round.
    public_id = uuid.UUID(bytes=salted_hmac("quizapp.accounts.guest", str(form_key)).digest()[:16], version=4)
    try:
        return make_learner(now, SystemRandom(), public_id=public_id, time_zone=time_zone)
    except IntegrityError:
        earlier = Learner.objects.filter(public_id=public_id).first()
        if earlier is None:
            raise
        if _is_free(earlier) and now - earlier.created_at <= REPEATED_WITHIN:
            return earlier
        return make_learner(now, SystemRandom(), time_zone=time_zone)
