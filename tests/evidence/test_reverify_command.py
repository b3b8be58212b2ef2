from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from quizapp.evidence.models import Environment, Reverification
from quizapp.runs.models import Run
from tests.evidence.builders import draft, judged
from tests.runs.builders import environment, host_is_up

pytestmark = pytest.mark.django_db

HERE = environment(versions={"python": "3.11.7", "numpy": "2.2.6"})
GONE = environment(versions={"python": "3.11.7", "numpy": "1.26.4"})


@pytest.fixture(autouse=True)
def bank() -> None:
    host_is_up(timezone.now(), environments=[GONE.to_dict(), HERE.to_dict()])
    judged(draft(when_proven=True), environment=HERE.to_dict())
    Environment.objects.update(counts=False)
    Environment.objects.filter(digest=HERE.digest).update(counts=True)
    judged(draft(), environment=HERE.to_dict())
    host_is_up(timezone.now(), environments=[HERE.to_dict()])


def reverify(*arguments: str) -> str:
    out = StringIO()
    call_command("reverify", *arguments, "--no-wait", stdout=out)
    return out.getvalue()


def test_without_arguments_it_is_every_environment_that_counts_and_is_announced() -> None:
    assert reverify() == f"the bank in {Environment.objects.get(digest=HERE.digest)} ({HERE.digest[:12]})\n"
    assert Reverification.objects.get().environment.digest == HERE.digest


@pytest.mark.parametrize("name", ["numpy 1.26.4", GONE.digest, GONE.digest[:10]])
def test_an_environment_is_named_by_versions_or_digest_and_one_that_is_gone_waits(name: str) -> None:
    assert "no runner announces it now, so it waits for one" in reverify("--environment", name)
    assert Run.objects.get(state=Run.State.WAITING, explain=False).environment == GONE.digest


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--environment", "numpy 3"], "'numpy 3' is no environment that a runner ever announced; known are "),
        (["--environment", "python 3.11.7"], "'python 3.11.7' is more than one environment; they are "),
        (["--pattern", "nothing"], "there is no pattern 'nothing'; known are sums"),
    ],
)
def test_an_unknown_name_is_refused_in_one_line_and_begins_nothing(arguments: list[str], told: str) -> None:
    with pytest.raises(CommandError) as refused:
        reverify(*arguments)
    assert str(refused.value).startswith(told)
    assert "\n" not in str(refused.value)
    assert not Reverification.objects.exists()


def test_it_tells_how_far_it_is_until_its_time_is_up() -> None:
    out = StringIO()
    Run.objects.update(due_at=timezone.now())
    with pytest.raises(CommandError, match="it goes on in the background"):
        call_command("reverify", "--environment", "numpy 1.26.4", "--within", "0.1", stdout=out)
    assert f"{GONE.digest[:12]}  0 of 1 proven anew" in out.getvalue()
