"""Each layer is there for something: without it the self-test fails and nobody's snippet runs."""

from typing import Any

import pytest

pytestmark = pytest.mark.processes


@pytest.mark.parametrize(
    ("setting", "layer", "found"),
    [
        ("docker_bare", "landlock", "reads a file of the host"),
        ("root", "landlock", "lists the root folder"),
        ("docker_bare", "seccomp", "makes a socket"),
        ("root", "seccomp", "makes a socket"),
        ("root", "rlimits", "takes more memory than it may"),
        ("docker_bare", "rlimits", "takes more memory than it may"),
        ("root", "descriptors", "inherits a descriptor"),
        ("root", "own_user", "starts more than 64 threads"),
        ("docker", "own_user", "starts more than 64 threads"),
        ("docker_bare", "thread_notices", "starts more than 64 threads"),
        ("user", "thread_notices", "starts more than 64 threads"),
        ("user", "capabilities", "CapEff"),
        ("root", "no_new_privs", "never entered its jail"),
        ("docker_bare", "no_new_privs", "threads cannot be bounded"),
        ("root", "mount_namespace", "sees that a file of the host exists"),
    ],
)
def test_without_a_layer_the_self_test_fails_and_work_is_refused(
    weaken: Any, setting: str, layer: str, found: str
) -> None:
    with weaken(setting, layer) as weakened:
        state = weakened.state()
        assert not state.selftest_passed
        assert found in state.selftest_detail
        (answer,) = weakened.run(["print('ran')"])
        assert answer.execution is None
        assert answer.fault.kind == "JailFault"


def test_with_every_layer_the_same_launch_passes(weaken: Any) -> None:
    with weaken("docker_bare", "nothing") as setting:
        assert setting.state().selftest_passed
        (answer,) = setting.run(["print('ran')"])
        assert answer.execution.stdout == "ran\n"


def test_a_child_that_was_gone_before_the_supervisor_looked_is_followed_by_one_that_stays(weaken: Any) -> None:
    with weaken("root", "punctuality") as setting:
        assert setting.state().selftest_passed, setting.state().selftest_detail


@pytest.mark.parametrize("setting", ["root", "user"])
def test_a_mount_namespace_brings_scratch_and_hides_paths(weaken: Any, setting: str) -> None:
    with weaken(setting, "nothing") as running:
        assert {"mount_namespace", "scratch"} <= set(running.state().layers)
        source = "import os; open('a.txt', 'w').write('x'); print(os.listdir('.'), os.path.exists('/etc/passwd'))"
        first, second = running.run([source, source])
        assert first.execution.stdout == second.execution.stdout == "['a.txt'] False\n"


@pytest.mark.parametrize("setting", ["docker", "docker_bare"])
def test_without_a_mount_namespace_there_is_no_scratch_and_the_report_says_so(weaken: Any, setting: str) -> None:
    with weaken(setting, "nothing") as running:
        (answer,) = running.run(["open('a.txt', 'w')"])
        assert answer.execution.exception.type == "PermissionError"
        assert "scratch" not in answer.jail
        assert any("no scratch" in note for note in running.state().notes)


def test_a_user_of_its_own_where_users_may_be_changed(weaken: Any) -> None:
    with weaken("docker", "nothing") as running:
        assert "own_user" in running.state().layers
        (answer,) = running.run(["import os; print(os.getuid() >= 60000, os.getgid() >= 60000, os.getgroups())"])
        assert answer.execution.stdout == "True True []\n"


@pytest.mark.parametrize("setting", ["root", "user", "docker", "docker_bare"])
def test_a_framework_with_threads_of_its_own_works_in_every_setting(weaken: Any, setting: str) -> None:
    source = (
        "import threading, torch\ntorch.set_num_threads(4)\n"
        "print((torch.ones(400, 400) @ torch.ones(400, 400)).sum().item())\n"
        "threads = [threading.Thread(target=torch.ones, args=(3,)) for _ in range(20)]\n"
        "[each.start() for each in threads]\n[each.join() for each in threads]\n"
        "layer = torch.nn.Conv2d(3, 4, 3)\nlayer(torch.ones(1, 3, 8, 8)).sum().backward()\n"
        "print(layer.weight.grad.shape)"
    )
    with weaken(setting, "nothing", RUNNER_RUNTIMES="pytorch") as running:
        (answer,) = running.run([source], runtime="pytorch")
        assert answer.execution.stdout == "64000000.0\ntorch.Size([4, 3, 3, 3])\n", answer.execution
