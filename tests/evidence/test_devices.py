from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from quizapp.accounts.models import User
from quizapp.catalog.models import ItemRevision
from quizapp.evidence.devices import agrees_with_processor
from quizapp.evidence.errors import DeviceNotAvailable, NotForThisDevice
from quizapp.evidence.models import Environment, Evidence
from quizapp.evidence.proving import prove, prove_missing
from quizapp.runs.models import Program, Run
from runner.protocol import PROVER
from tests.evidence.builders import draft, question
from tests.runs.builders import NOON, after, environment, host_is_up

pytestmark = pytest.mark.django_db

PROVE = Run.Priority.PROVE
REVIEW = ItemRevision.State.REVIEW
SOURCE = "import torch\nprint(torch.ones(3, device='cuda').device.type)"


@pytest.fixture
def trusted() -> User:
    user = User.objects.create_user("Edith")
    user.user_permissions.add(Permission.objects.get(codename="prove_on_gpu"))
    return User.objects.get(pk=user.pk)


def for_gpu(author: User | None, state: str = REVIEW, slug: str = "on-a-gpu") -> ItemRevision:
    snippet = {"source": SOURCE, "runtime": "python", "device": "cuda"}
    revision = draft(slug, question(snippet=snippet), when_proven=True)
    ItemRevision.objects.filter(pk=revision.pk).update(author=author, state=state)
    return ItemRevision.objects.get(pk=revision.pk)


def gpu_is_up() -> None:
    host_is_up(host="with-gpu", queue="runner.cuda", environments=[environment(device="cuda").to_dict()])


def test_what_a_trusted_author_submitted_goes_to_the_gpu_and_to_the_processor(trusted: User) -> None:
    gpu_is_up()
    run = prove(for_gpu(trusted), PROVE, after(1))
    assert run.queue == "runner.cuda"
    assert sorted(Run.objects.values_list("queue", "program__device")) == [
        ("runner.cpu", "cpu"),
        ("runner.cuda", "cuda"),
    ]


def test_a_draft_does_not_reach_the_gpu(trusted: User) -> None:
    gpu_is_up()
    with pytest.raises(NotForThisDevice, match="submit it for review"):
        prove(for_gpu(trusted, ItemRevision.State.DRAFT), PROVE, after(1))
    assert not Run.objects.exists()


def test_neither_do_others_nor_packs() -> None:
    gpu_is_up()
    for number, author in enumerate((User.objects.create_user("Mallory"), None)):
        with pytest.raises(NotForThisDevice, match="its author may not"):
            prove(for_gpu(author, slug=f"on-a-gpu-{number}"), PROVE, after(1))
    assert prove_missing(after(1)) == 0
    assert not Run.objects.exists()


def test_without_a_gpu_nothing_waits_for_one(trusted: User) -> None:
    host_is_up()
    with pytest.raises(DeviceNotAvailable, match="device not available"):
        prove(for_gpu(trusted), PROVE, after(1))
    assert prove_missing(after(1)) == 0
    assert not Run.objects.exists()


def test_what_is_missing_is_asked_for_once_a_gpu_is_there(trusted: User) -> None:
    for_gpu(trusted)
    gpu_is_up()
    assert prove_missing(after(1)) == 1


@pytest.mark.parametrize(("on_processor", "agrees"), [("two\n", True), ("two \n", True), ("2\n", False), (None, None)])
def test_evidence_says_whether_both_devices_print_the_same(on_processor: str | None, agrees: bool | None) -> None:
    revision = for_gpu(None)
    assert revision.program is not None
    shown(revision.program, revision.expectation_digest, "two\n")
    if on_processor is not None:
        twin = Program.of(revision.program.message().model_copy(update={"device": "cpu"}))
        shown(twin, revision.expectation_digest, on_processor)
    assert agrees_with_processor(revision) is agrees


def shown(program: Program, expectation_digest: str, output: str) -> None:
    where, _ = Environment.objects.get_or_create(
        digest=program.device.ljust(64, "0"),
        defaults={
            "runtime": "python",
            "device": program.device,
            "versions": {},
            "prover": PROVER,
            "origin": "runner",
            "first_seen_at": NOON,
        },
    )
    Evidence.objects.create(
        program=program,
        expectation_digest=expectation_digest,
        environment=where,
        verdict="proven",
        output=output,
        runs=5,
        prover=PROVER,
        shown_at=NOON,
    )
