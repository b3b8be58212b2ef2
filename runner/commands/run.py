"""``run``: execute snippets once each and print one JSON line per snippet, in the order given."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from runner.commands.progress import Progress
from runner.commands.supervised import supervisor
from runner.config import Config
from runner.errors import MessageInvalid, RunnerError
from runner.execute import fault_of
from runner.protocol import SOURCE_LIMIT_BYTES, Fault, Limits, Program
from runner.sandbox.client import Client
from runner.sandbox.messages import Answer, Job

AHEAD: Final = 64
"""Jobs that are with the supervisor at the same time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One input, runnable or not; its answer carries the same name."""

    name: str | None
    program: Program | None
    fault: Fault | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="a Python file, or - for standard input")
    parser.add_argument(
        "--jsonl", metavar="FILE", help='a file (or -) of lines {"name", "source", "runtime"?, "device"?}'
    )
    parser.add_argument("--runtime", help="runtime where a line names none; the host's first one unless given")
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))


def call(config: Config, options: argparse.Namespace) -> int:
    if bool(options.files) == bool(options.jsonl):
        sys.stderr.write("run: give files, or --jsonl and one file\n")
        return 2
    defaults = {"runtime": options.runtime or config.runtimes[0], "device": options.device}
    entries = _from_lines(options.jsonl, defaults) if options.jsonl else _from_files(options.files, defaults)
    with supervisor(config) as path:
        complete = report_all(path, list(entries), sys.stdout)
    return 0 if complete else 1


def report_all(path: Path, entries: list[Entry], out: TextIO) -> bool:
    """Print a line for each of ``entries``; ``False`` if the supervisor left some unanswered."""
    waiting: dict[int, str] = {}
    shown = 0
    with Client(path) as client, Progress(len(entries)) as progress:
        for number, line in _lines(client, entries):
            waiting[number] = line
            progress.advance()
            while shown in waiting:
                out.write(waiting.pop(shown) + "\n")
                shown += 1
            out.flush()
    return shown == len(entries)


def _lines(client: Client, entries: list[Entry]) -> Iterator[tuple[int, str]]:
    jobs = []
    for number, entry in enumerate(entries):
        if entry.program is None:
            assert entry.fault is not None
            yield number, _dump({"name": entry.name} | _error(entry.fault))
        else:
            jobs.append(Job(id=number, program=entry.program, limits=Limits()))
    for start in range(0, len(jobs), AHEAD):
        chunk = jobs[start : start + AHEAD]
        open_jobs = {job.id for job in chunk}
        try:
            for answer in client.run(chunk):
                open_jobs.discard(answer.id)
                yield answer.id, _dump(_answer(entries[answer.id], answer))
        except RunnerError as error:
            for number in sorted(open_jobs | {job.id for job in jobs[start + AHEAD :]}):
                yield number, _dump({"name": entries[number].name} | _error(fault_of(error)))
            return


def _answer(entry: Entry, answer: Answer) -> dict[str, Any]:
    assert entry.program is not None
    line: dict[str, Any] = {"name": entry.name}
    if answer.execution is None:
        assert answer.fault is not None
        line |= _error(answer.fault)
    else:
        line |= answer.execution.to_dict()
    environment = answer.environment.to_dict() if answer.environment is not None else {}
    return line | {
        "runtime": entry.program.runtime,
        "device": entry.program.device,
        "environment": environment | {"jail": list(answer.jail)},
    }


def _error(fault: Fault) -> dict[str, Any]:
    return {"runner_error": {"kind": fault.kind, "message": fault.message, "retryable": fault.retryable}}


def _dump(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False)


def _from_files(names: Iterable[str], defaults: dict[str, str]) -> Iterator[Entry]:
    for name in names:
        try:
            content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            yield _refused(name, f"{name}: {error.strerror}")
            continue
        try:
            source = content[: SOURCE_LIMIT_BYTES * 4].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            yield _refused(name, f"{name}: not UTF-8 at byte {error.start}")
            continue
        yield entry_from({"name": name, "source": source}, defaults)


def _from_lines(name: str, defaults: dict[str, str]) -> Iterator[Entry]:
    content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield _refused(None, f"line {number} is not JSON: {error}")
            continue
        yield entry_from(data, defaults, where=f"line {number}")


def entry_from(data: object, defaults: dict[str, str], where: str = "input") -> Entry:
    """The entry that ``data`` describes, or its refusal with what is wrong."""
    if not isinstance(data, dict):
        return _refused(None, f"{where} is not an object")
    name = data.get("name")
    if not isinstance(name, str):
        return _refused(None, f"{where}: name is missing or no text")
    unknown = sorted(set(data) - {"name", "source", "runtime", "device"})
    if unknown:
        return _refused(name, f"{where}: unknown field {unknown[0]!r}")
    source = data.get("source")
    if isinstance(source, str) and _printable(source) != source:
        return _refused(name, f"{where}: source holds a lone surrogate, which is no text")
    try:
        return Entry(name, Program.from_dict(defaults | {key: data[key] for key in data if key != "name"}))
    except MessageInvalid as error:
        return _refused(name, f"{where}: {error}")


def _refused(name: str | None, message: str) -> Entry:
    return Entry(_printable(name), None, Fault(kind="MessageInvalid", message=message[:2000], retryable=False))


def _printable(name: str | None) -> str | None:
    return None if name is None else name.encode("utf-8", "replace").decode("utf-8")
