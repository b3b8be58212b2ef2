"""The broker without a server: a kombu transport over a folder, and the Celery settings both hosts share.

The transport that ships with kombu writes a message in place and lets a reader take it half-written; under load
that lost every second message. Here a message appears by one rename, is taken by one rename, and lies in a folder
of its queue, so that reading one queue never lists another. Several producers and consumers may share the folder.

A message taken by a process that is then killed is gone: the run's row and its lease on the web side are the
truth, a message is only how a request travels.
"""

from __future__ import annotations

import itertools
import json
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from kombu.exceptions import ChannelError
from kombu.transport import filesystem, virtual
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

from runner.errors import ConfigurationError

POLLING_INTERVAL_S: Final = 0.1
ABANDONED_AFTER_S: Final = 3600.0
"""Half-written and taken files older than this were left by a killed process."""

_sequence = itertools.count()


def connection_settings(url: str) -> dict[str, Any]:
    """Celery configuration for the broker at ``url``: ``filesystem:///absolute/folder`` or ``redis[s]://...``.

    JSON only, no results, one message at a time, no remote control: what a worker is worth is read from its
    heartbeats. Raises ``ConfigurationError`` for any other form of address.
    """
    settings: dict[str, Any] = {
        "accept_content": ["json"],
        "task_serializer": "json",
        "result_serializer": "json",
        "event_serializer": "json",
        "task_ignore_result": True,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "broker_connection_retry_on_startup": True,
    }
    parts = urlsplit(url)
    if parts.scheme == "filesystem":
        folder = unquote(parts.path)
        if parts.netloc or not folder.startswith("/") or folder == "/":
            raise ConfigurationError(f"broker address {url!r}: write filesystem:///absolute/folder")
        return settings | {
            "broker_url": "filesystem://",
            "broker_transport": f"{__name__}:Transport",
            "broker_transport_options": {"folder": folder, "polling_interval": POLLING_INTERVAL_S},
        }
    if parts.scheme in {"redis", "rediss"} and parts.hostname:
        return settings | {"broker_url": url}
    raise ConfigurationError(f"broker address {parts.scheme or url!r}: only filesystem:// and redis:// are supported")


def folder_url(folder: Path) -> str:
    """The address under which ``connection_settings`` finds the broker in ``folder``."""
    return "filesystem://" + quote(str(folder.absolute()))


def open_folder(folder: Path) -> None:
    """Create the broker's folders, readable by their owner alone, or raise ``ConfigurationError``.

    Whoever can write here can have code executed, so a folder of someone else's, or a link, is refused.
    """
    for each in (folder, *(folder / name for name in ("queues", "bindings", "incoming", "taken", "unreadable"))):
        each.mkdir(mode=0o700, parents=each == folder, exist_ok=True)
        status = each.lstat()
        if each.is_symlink() or status.st_uid != os.geteuid():
            raise ConfigurationError(f"broker folder {each} belongs to another user or is a link")
        if status.st_mode & 0o077:
            each.chmod(0o700)
    for each in (folder / "incoming", folder / "taken"):
        _drop_abandoned(each, time.time())


class Channel(filesystem.Channel):  # type: ignore[misc]  # kombu ships no types
    """Queues as folders, messages as files, bindings as one file each; every change is one rename."""

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self.folder = Path(self.transport_options["folder"])
        open_folder(self.folder)

    def _put(self, queue: str, payload: dict[str, Any], **_: Any) -> None:
        name = f"{time.time_ns():020d}-{next(_sequence):010d}-{uuid.uuid4().hex}"
        self._write(self._queue_folder(queue) / f"{name}.msg", str_to_bytes(dumps(payload)))

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for waiting in sorted(self._messages(queue)):
            taken = self.folder / "taken" / waiting.name
            try:
                waiting.rename(taken)
            except FileNotFoundError:
                continue  # another consumer was faster
            content = taken.read_bytes()
            try:
                message = loads(bytes_to_str(content))
            except ValueError:
                taken.replace(self.folder / "unreadable" / taken.name)
                continue
            taken.unlink()
            return message
        raise Empty

    def _size(self, queue: str) -> int:
        return sum(1 for _ in self._messages(queue))

    def _purge(self, queue: str) -> int:
        purged = 0
        for waiting in self._messages(queue):
            try:
                waiting.unlink()
            except FileNotFoundError:
                continue
            purged += 1
        return purged

    def get_table(self, exchange: str) -> list[filesystem.exchange_queue_t]:
        """Every binding of ``exchange``."""
        table = []
        for path in sorted(self._bindings(exchange).glob("*.json")):
            try:
                row = json.loads(path.read_bytes())
            except FileNotFoundError:
                continue  # unbound a moment ago
            table.append(filesystem.exchange_queue_t(*row))
        return table

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        path = self._binding(exchange, routing_key, pattern, queue)
        if not path.exists():
            self._write(path, json.dumps([routing_key or "", pattern or "", queue or ""]).encode())

    def _delete(
        self, queue: str, exchange: str = "", routing_key: str = "", pattern: str = "", *_: Any, **__: Any
    ) -> None:
        self._purge(queue)
        self._binding(exchange, routing_key, pattern, queue).unlink(missing_ok=True)

    def _write(self, path: Path, content: bytes) -> None:
        """Let ``path`` appear with all of ``content`` or not at all."""
        draft = self.folder / "incoming" / f"{uuid.uuid4().hex}.tmp"
        try:
            draft.write_bytes(content)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise ChannelError(f"cannot write {path}: {error.strerror}") from error

    def _messages(self, queue: str) -> Iterator[Path]:
        folder = self._queue_folder(queue)
        try:
            names = os.listdir(folder)
        except FileNotFoundError:
            return iter(())
        return (folder / name for name in names if name.endswith(".msg"))

    def _queue_folder(self, queue: str) -> Path:
        return self.folder / "queues" / _file_name(queue)

    def _bindings(self, exchange: str) -> Path:
        return self.folder / "bindings" / _file_name(exchange or "=default")

    def _binding(self, exchange: str, routing_key: str, pattern: str, queue: str) -> Path:
        parts = (routing_key or "", pattern or "", queue or "")
        return self._bindings(exchange) / (uuid.uuid5(uuid.NAMESPACE_OID, "\0".join(parts)).hex + ".json")


class Transport(filesystem.Transport):  # type: ignore[misc]  # kombu ships no types
    """The folder transport; Celery finds it by the ``broker_transport`` that ``connection_settings`` gives."""

    Channel = Channel
    driver_name = "folder"

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        # kombu keeps what was declared once per process; two folders in one process must not share it.
        self.state = virtual.BrokerState()


def _file_name(name: str) -> str:
    quoted = quote(name, safe="@=")
    if not quoted.strip(".") or len(quoted) > 200:
        raise ChannelError(f"invalid queue or exchange name: {name!r}")
    return quoted


def _drop_abandoned(folder: Path, now: float) -> None:
    for path in folder.iterdir():
        try:
            if now - path.stat().st_mtime > ABANDONED_AFTER_S:
                path.unlink()
        except FileNotFoundError:
            continue
