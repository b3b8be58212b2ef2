"""How somebody leaves for good."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from quizapp.accounts.errors import CannotDelete
from quizapp.accounts.models import Learner


@transaction.atomic
def delete(learner: Learner) -> None:
    """Forget the learner, with the account where there is one, and all that was kept; raises ``CannotDelete``.

    Standings go with their learner, and ranks below them move up. What was written for everybody stays without a name:
    reports about questions, and links to mixed questions.
    """
    held = Learner.objects.select_for_update().get(pk=learner.pk)
    try:
        with transaction.atomic():
            if held.user is not None:
                held.user.delete()
            else:
                held.delete()
    except ProtectedError as refused:
        raise CannotDelete("content of this site rests on the account's word") from refused
