import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Connection, Exchange, Queue
from kombu.exceptions import ChannelError

from runner.broker import connection_settings, folder_url, open_folder
from runner.errors import ConfigurationError

PRODUCER = """
import sys
from runner.broker import connection_settings
from kombu import Connection
url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
settings = connection_settings(url)
with Connection(settings["broker_url"], transport=settings["broker_transport"],
                transport_options=settings["broker_transport_options"]) as connection:
    queue = connection.SimpleQueue("work")
    for number in range(count):
        queue.put({"id": f"{name}-{number}", "padding": "x" * 20_000})
"""

CONSUMER = """
import sys
from queue import Empty
from runner.broker import connection_settings
from kombu import Connection
settings = connection_settings(sys.argv[1])
with Connection(settings["broker_url"], transport=settings["broker_transport"],
                transport_options=settings["broker_transport_options"]) as connection:
    queue = connection.SimpleQueue("work")
    while True:
        try:
            message = queue.get(timeout=5)
        except Empty:
            break
        print(message.payload["id"], flush=True)
        message.ack()
"""


def connect(folder: Path) -> Connection:
    settings = connection_settings(folder_url(folder))
    return Connection(
        settings["broker_url"],
        transport=settings["broker_transport"],
        transport_options=settings["broker_transport_options"],
    )


def spawn(code: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.processes
def test_two_producers_and_two_consumers_neither_lose_nor_double_a_message(tmp_path: Path) -> None:
    url = folder_url(tmp_path / "broker")
    consumers = [spawn(CONSUMER, url) for _ in range(2)]
    producers = [spawn(PRODUCER, url, name, "1000") for name in ("left", "right")]
    received = [line for consumer in consumers for line in consumer.communicate()[0].split()]
    assert [producer.wait() for producer in producers] == [0, 0]
    for producer in producers:
        producer.communicate()
    assert len(received) == 2000
    assert set(received) == {f"{name}-{number}" for name in ("left", "right") for number in range(1000)}


@pytest.mark.processes
def test_a_killed_producer_leaves_no_half_written_message(tmp_path: Path) -> None:
    url = folder_url(tmp_path / "broker")
    producer = spawn(PRODUCER, url, "killed", "100000")
    consumer = spawn(CONSUMER, url)
    assert consumer.stdout is not None
    for _ in range(20):
        consumer.stdout.readline()
    producer.send_signal(signal.SIGKILL)
    producer.communicate()
    rest, _ = consumer.communicate()
    assert consumer.returncode == 0
    assert all(line.startswith("killed-") for line in rest.split())
    assert list((tmp_path / "broker" / "unreadable").iterdir()) == []


def test_messages_come_in_the_order_they_were_put(tmp_path: Path) -> None:
    with connect(tmp_path / "broker") as connection:
        queue = connection.SimpleQueue("ordered")
        for number in range(30):
            queue.put(number)
        assert [queue.get(timeout=1).payload for _ in range(30)] == list(range(30))


def test_queues_do_not_see_each_other(tmp_path: Path) -> None:
    with connect(tmp_path / "broker") as connection:
        left, right = connection.SimpleQueue("left"), connection.SimpleQueue("right")
        left.put("for left")
        assert right.qsize() == 0
        assert left.qsize() == 1
        assert left.get(timeout=1).payload == "for left"


def test_an_unreadable_file_is_set_aside_and_the_next_message_arrives(tmp_path: Path) -> None:
    folder = tmp_path / "broker"
    with connect(folder) as connection:
        queue = connection.SimpleQueue("work")
        queue.put("good")
        (folder / "queues" / "work" / "0-garbage.msg").write_bytes(b"\xff{")
        assert queue.get(timeout=1).payload == "good"
    assert [path.name for path in (folder / "unreadable").iterdir()] == ["0-garbage.msg"]


def test_an_exchange_bound_twice_delivers_once(tmp_path: Path) -> None:
    with connect(tmp_path / "broker") as connection:
        exchange = Exchange("letters", type="direct")
        for _ in range(2):
            Queue("inbox", exchange, routing_key="a")(connection.channel()).declare()
        connection.Producer().publish({"n": 1}, exchange=exchange, routing_key="a", serializer="json")
        assert connection.SimpleQueue("inbox").qsize() == 1


def test_a_message_not_acknowledged_goes_back_when_the_connection_closes(tmp_path: Path) -> None:
    with connect(tmp_path / "broker") as connection:
        connection.SimpleQueue("work").put("again")
    with connect(tmp_path / "broker") as connection:
        assert connection.SimpleQueue("work").get(timeout=1).payload == "again"
    with connect(tmp_path / "broker") as connection:
        assert connection.SimpleQueue("work").get(timeout=1).payload == "again"


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "broker"
    folder.mkdir(mode=0o755)
    open_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "broker").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigurationError, match="link"):
        open_folder(tmp_path / "broker")


def test_files_left_by_a_killed_process_are_cleared_after_an_hour(tmp_path: Path) -> None:
    folder = tmp_path / "broker"
    open_folder(folder)
    old, fresh = folder / "incoming" / "old.tmp", folder / "incoming" / "fresh.tmp"
    old.touch()
    fresh.touch()
    os.utime(old, (1, 1))
    open_folder(folder)
    assert [path.name for path in (folder / "incoming").iterdir()] == ["fresh.tmp"]


@pytest.mark.parametrize("name", [".", "..", "x" * 300])
def test_a_queue_name_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    with connect(tmp_path / "broker") as connection, pytest.raises(ChannelError):
        connection.channel()._put(name, {})


def test_a_queue_name_with_a_slash_stays_one_file_name(tmp_path: Path) -> None:
    with connect(tmp_path / "broker") as connection:
        connection.channel()._put("../../up", {"a": 1})
    assert [path.name for path in (tmp_path / "broker" / "queues").iterdir()] == ["..%2F..%2Fup"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "memory://",
        "filesystem://",
        "filesystem:///",
        "filesystem://relative/folder",
        "redis://",
        "amqp://guest@localhost//",
    ],
)
def test_other_broker_addresses_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        connection_settings(url)


@pytest.mark.parametrize("url", ["filesystem:///var/broker", "redis://127.0.0.1:6379/0"])
def test_only_json_is_spoken_and_settings_are_plain(url: str) -> None:
    settings = connection_settings(url)
    assert settings["accept_content"] == ["json"]
    assert json.loads(json.dumps(settings)) == settings


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    if os.geteuid() != 0:
        pytest.skip("mounting takes root")
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)])
    if mounted.returncode != 0:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_an_error_that_leaves_no_half_message(small_disk: Path) -> None:
    with connect(small_disk / "broker") as connection:
        queue = connection.SimpleQueue("work")
        queue.put("first")
        with pytest.raises(ChannelError, match="No space left"):
            queue.put("x" * 80_000)
        assert (queue.qsize(), queue.get(timeout=1).payload) == (1, "first")
        assert list((small_disk / "broker" / "incoming").iterdir()) == []
