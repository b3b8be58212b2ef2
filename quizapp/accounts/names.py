"""The names learners choose to be seen by, and how staff take one back."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, gettext_lazy

from quizapp.accounts import pseudonyms
from quizapp.accounts.errors import NameNeedsAccount, NameReserved, NameTaken, NameUnfit
from quizapp.accounts.likeness import likeness
from quizapp.accounts.models import Learner, RefusedName, User

SHORTEST = 2
LONGEST = 40
MOST_TYPED = 400
"""Longer input is refused unread."""
MARKS_IN_A_ROW = 2

PUNCTUATION = frozenset(" '’ʻʼ-‐._·")

SCRIPTS_TOGETHER = (
    frozenset({"LATIN", "CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"LATIN", "CJK", "IDEOGRAPHIC", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
"""Scripts that one name may mix, because people do; any other name keeps to one."""

_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks that are drawn as nothing."""

_OFFICES = (
    "admin administrator editor helpdesk instructor mod moderator official operator quizapp staff superuser support "
    "sysadmin system teacher webmaster"
)
"""Words that no name has in it."""
_PLACEHOLDERS = (
    "anonymous author bot deleted everyone guest help host me nobody none null owner root self test undefined unknown "
    "user you"
)
"""Words that are no name on their own."""
_OFFICE_KEYS = frozenset(likeness(word) for word in _OFFICES.split())
_RESERVED_KEYS = _OFFICE_KEYS | frozenset(likeness(word) for word in _PLACEHOLDERS.split())
_ADJECTIVE_KEYS = tuple(likeness(word) for word in pseudonyms.ADJECTIVES)
_NOUN_KEYS = frozenset(likeness(word) for word in pseudonyms.NOUNS)

TAKEN = gettext_lazy("That name, or one that looks like it, is not free. Please choose another.")


def choose_name(learner: Learner, name: str, now: datetime) -> None:
    """Lets ``learner`` be seen as ``name``; raises NameNotAllowed with a sentence for the person."""
    if learner.is_guest:
        raise NameNeedsAccount(gettext("Sign up to choose a name; until then you go by your pseudonym."))
    name = cleaned(name)
    key = likeness(name)
    _refuse_reserved(learner, name)
    try:
        with transaction.atomic():
            Learner.objects.filter(pk=learner.pk).update(
                chosen_name=name, chosen_name_key=key, name_chosen_at=now, name_refused_at=None
            )
            # Looked at last: a refusal that came in just before is seen, and takes the choice back.
            if RefusedName.objects.filter(key=key).exists():
                raise NameTaken(str(TAKEN))
    except IntegrityError as taken:
        raise NameTaken(str(TAKEN)) from taken
    learner.refresh_from_db(fields=["chosen_name", "chosen_name_key", "name_chosen_at", "name_refused_at"])


def drop_name(learner: Learner) -> None:
    """Back to the pseudonym; the name is free for others, unless staff refused it."""
    learner.chosen_name, learner.chosen_name_key, learner.name_chosen_at, learner.name_refused_at = "", None, None, None
    learner.save(update_fields=["chosen_name", "chosen_name_key", "name_chosen_at", "name_refused_at"])


def refuse_name(learner: Learner, by: User, now: datetime) -> bool:
    """Staff take the chosen name back: ``learner`` is seen by the pseudonym and nobody can choose the name.

    False where there is no name to refuse.
    """
    with transaction.atomic():
        held = Learner.objects.select_for_update().get(pk=learner.pk)
        if held.chosen_name_key is None or held.name_refused_at is not None:
            return False
        RefusedName.objects.get_or_create(
            key=held.chosen_name_key, defaults={"name": held.chosen_name, "refused_by": by, "refused_at": now}
        )
        held.name_refused_at = now
        held.save(update_fields=["name_refused_at"])
    learner.refresh_from_db(fields=["chosen_name", "chosen_name_key", "name_refused_at"])
    return True


def release_name(refused: RefusedName) -> None:
    """The name may be chosen again; who still holds it is seen by it again."""
    with transaction.atomic():
        Learner.objects.filter(chosen_name_key=refused.key).update(name_refused_at=None)
        refused.delete()


def cleaned(name: str) -> str:
    """``name`` as it will be shown; raises NameUnfit.

    Signs that are not seen (zero-width, bidirectional controls) are taken out, width and ligatures evened,
    every run of space made one space.
    """
    if len(name) > MOST_TYPED:
        raise NameUnfit(gettext("A name has at most %(count)s characters.") % {"count": LONGEST})
    seen = _UNSEEN.sub("", "".join(c for c in name if unicodedata.category(c) != "Cf"))
    shown = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", seen)).strip()
    if any(not _may_stand(c) for c in shown):
        raise NameUnfit(gettext("A name is made of letters, digits, spaces and the signs ' - . _ only."))
    if len(shown) > LONGEST:
        raise NameUnfit(gettext("A name has at most %(count)s characters.") % {"count": LONGEST})
    if sum(c.isalnum() for c in shown) < SHORTEST:
        raise NameUnfit(gettext("A name has at least %(count)s letters or digits.") % {"count": SHORTEST})
    if not any(c.isalpha() for c in shown):
        raise NameUnfit(gettext("A name has at least one letter."))
    if not shown[0].isalnum():
        raise NameUnfit(gettext("A name begins with a letter or a digit."))
    if _has_too_many_marks(shown):
        raise NameUnfit(gettext("Those letters carry too many marks above and below."))
    if not _is_of_one_script(shown):
        raise NameUnfit(gettext("A name keeps to the letters of one script."))
    return shown


def _may_stand(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd" or character in PUNCTUATION


def _has_too_many_marks(name: str) -> bool:
    in_a_row = marks = 0
    for character in name:
        if unicodedata.category(character).startswith("M"):
            in_a_row += 1
            marks += 1
            if in_a_row > MARKS_IN_A_ROW:
                return True
        else:
            in_a_row = 0
    return marks > sum(c.isalpha() for c in name)


def _is_of_one_script(name: str) -> bool:
    # A letter's script is the first word of its name: Python knows no other source.
    scripts = {unicodedata.name(c, "?").split()[0] for c in name if c.isalpha() and c not in PUNCTUATION}
    return len(scripts) == 1 or any(scripts <= together for together in SCRIPTS_TOGETHER)


def _refuse_reserved(learner: Learner, name: str) -> None:
    whole = likeness(name.rstrip("0123456789 -_."))
    words = {likeness(word) for word in re.split(r"[\W\d_]+", name)}
    if whole in _RESERVED_KEYS or words & _OFFICE_KEYS:
        raise NameReserved(gettext("That name is kept for those who run the site. Please choose another."))
    if name.casefold() != learner.pseudonym.casefold() and _is_like_a_pseudonym(whole):
        raise NameReserved(gettext("That name looks like a pseudonym, which the site gives. Please choose another."))


def _is_like_a_pseudonym(word: str) -> bool:
    return any(word.startswith(key) and word[len(key) :] in _NOUN_KEYS for key in _ADJECTIVE_KEYS)
