"""Runs one snippet as a plain interpreter would run a script, and reports what cannot be seen from outside."""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import json
import linecache
import os
import sys
import threading
import traceback
import types
import warnings
import weakref
from collections.abc import Callable, Mapping
from typing import Any, Final

from runner.inside import determinism, generators, noticed, plain_interpreter, reading, stand_in_weights
from runner.inside.tracing.printed import Remembering
from runner.inside.tracing.tracer import Tracer

FILE_NAME: Final = noticed.SNIPPET
MAX_WARNINGS: Final = 50
MAX_TEXT: Final = 2000

_MEMORY_MESSAGES: Final = ("can't allocate memory", "not enough memory", "std::bad_alloc")

_ours: list[str] = []
"""Modules to hide from the snippet, found before the fork: looking at every name would copy half the heap."""


def forget_preloading() -> None:
    """Clear what the zygote's imports registered for the end of the interpreter; called once, before any fork."""
    atexit._clear()
    weakref.finalize._registered_with_atexit = False  # type: ignore[attr-defined]  # or a snippet's would never run
    _ours.extend(name for name in sys.modules if name == "runner" or name.startswith("runner."))


def run(job: Mapping[str, Any], report_to: int) -> int:
    """Run the job's source to its very end and write the report; returns the exit status a script would have.

    Where the job asks for a trace, it follows the report on a line of its own.
    """
    printed = Remembering(1) if job["trace"] else None
    _open_streams(printed)
    seen: list[str] = []
    _record_warnings(seen)
    module = _main_module(job["source"])
    _hide_ourselves()
    noticed.note(*reading.hints(job["source"]))
    determinism.vary(job["variant"])
    tracer = Tracer(job["source"], printed) if printed is not None else None
    exception: dict[str, Any] | None = None
    status = 0
    plain_interpreter.show_source_lines()
    plain_interpreter.give_back_recursion(_depth() + 1)
    try:
        # Annotations of this module must not reach the snippet's compilation.
        if tracer is None:
            exec(compile(job["source"], FILE_NAME, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
        else:
            code = tracer.code(FILE_NAME)
            with tracer:
                exec(code, module.__dict__)  # noqa: S102
    except SystemExit as leaving:
        status = _exit_status(leaving)
        exception = _described(leaving) if status else None
    except BaseException as error:  # noqa: BLE001 - whatever the snippet raises is its outcome
        status = 1
        exception = _described(error)
        _show(error)
        del error
    _finish(module)
    generators.look_again()
    report = {
        "status": status,
        "exception": exception,
        "warnings": seen[:MAX_WARNINGS],
        "stand_ins": stand_in_weights.used[:20],
        "weights": stand_in_weights.real[:20],
        "noticed": sorted(noticed.seen),
    }
    with contextlib.suppress(OSError):  # the snippet closed it: the report says nothing then
        os.write(report_to, json.dumps(report).encode())
        if tracer is not None:
            _write_all(report_to, b"\n" + tracer.as_json())
    return status


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _open_streams(printed: Remembering | None) -> None:
    """Fresh text streams over the descriptors: the zygote's own hold its buffers; ``printed`` stands for the output."""
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.FileIO(0, "r", closefd=False), encoding="utf-8")  # type: ignore[misc]
    out = io.BufferedWriter(printed or io.FileIO(1, "w", closefd=False))
    err = io.BufferedWriter(io.FileIO(2, "w", closefd=False))
    sys.stdout = sys.__stdout__ = io.TextIOWrapper(out, encoding="utf-8")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = io.TextIOWrapper(  # type: ignore[misc]
        err, encoding="utf-8", errors="backslashreplace", line_buffering=True
    )


def _depth() -> int:
    """Frames that the caller stands on, itself included."""
    frame, depth = sys._getframe(1), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1  # type: ignore[assignment]
    return depth


def _main_module(source: str) -> types.ModuleType:
    module = types.ModuleType("__main__")
    module.__file__ = FILE_NAME
    module.__dict__["__builtins__"] = sys.modules["builtins"]
    sys.modules["__main__"] = module
    sys.argv = [FILE_NAME]
    # Without a time stamp the entry is never checked against a file, which does not exist.
    linecache.cache[FILE_NAME] = (len(source), None, source.splitlines(keepends=True), FILE_NAME)
    if os.path.isdir(os.environ.get("TMPDIR", "")):
        sys.path.insert(0, os.environ["TMPDIR"])
    return module


def _hide_ourselves() -> None:
    """A snippet that imports ``runner`` finds what any script finds: nothing."""
    for name in _ours:
        del sys.modules[name]


def _record_warnings(seen: list[str]) -> None:
    show: Callable[[warnings.WarningMessage], None] = warnings._showwarnmsg_impl  # type: ignore[attr-defined]

    def record(message: warnings.WarningMessage) -> None:
        if len(seen) < MAX_WARNINGS:
            seen.append(_printable(f"{message.category.__name__}: {message.message}"))
        show(message)

    warnings._showwarnmsg_impl = record  # type: ignore[attr-defined]


def _exit_status(leaving: SystemExit) -> int:
    """What the interpreter makes of the exception's code: a number is the status, other things are printed."""
    if leaving.code is None:
        return 0
    if isinstance(leaving.code, int):
        return leaving.code & 0xFF
    with contextlib.suppress(Exception):
        sys.stderr.write(f"{leaving.code}\n")
    return 1


def _described(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    name = (
        kind.__qualname__ if kind.__module__ in {"builtins", "__main__"} else f"{kind.__module__}.{kind.__qualname__}"
    )
    try:
        message = str(error)
    except Exception as nested:  # noqa: BLE001 - the snippet's own __str__
        message = f"<{type(nested).__name__} in __str__>"
    memory = isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError) and any(text in message for text in _MEMORY_MESSAGES)
    )
    return {"type": _printable(name), "message": _printable(message), "line": _line_of(error), "memory": memory}


def _printable(text: str) -> str:
    """Short, and without lone surrogates, which no report takes."""
    return text[:MAX_TEXT].encode("utf-8", "replace").decode("utf-8")


def _line_of(error: BaseException) -> int | None:
    """The last line of the snippet that the exception passed through."""
    if isinstance(error, SyntaxError) and error.filename == FILE_NAME:
        return error.lineno if error.lineno and error.lineno > 0 else None
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == FILE_NAME]
    return lines[-1] if lines else None


def _show(error: BaseException) -> None:
    """Print the traceback as the interpreter would, without our own frames at its top."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != FILE_NAME:
        trace = trace.tb_next
    try:
        plain_interpreter.show(error, trace)
    except BaseException:  # noqa: BLE001 - a hook of the snippet's own, or a stream it closed
        with contextlib.suppress(Exception):
            traceback.print_exc()


def _finish(module: types.ModuleType) -> None:
    """What an interpreter does at its end: wait for threads, run exit handlers, flush, let the module's objects go."""
    for step in (
        threading._shutdown,  # type: ignore[attr-defined]
        atexit._run_exitfuncs,
        _flush,
        lambda: _clear(module),
        gc.collect,
        _flush,
    ):
        try:
            step()
        except BaseException:  # noqa: BLE001 - raised by the snippet's own objects; the interpreter goes on as well
            with contextlib.suppress(Exception):
                traceback.print_exc()


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()


def _clear(module: types.ModuleType) -> None:
    names = [name for name in module.__dict__ if name != "__builtins__"]
    for name in sorted(names, key=lambda name: not (name.startswith("_") and not name.startswith("__"))):
        module.__dict__[name] = None
