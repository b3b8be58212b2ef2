"""What a plain interpreter does by itself and a snippet run inside another program would miss.

The built-in displays of exceptions read source lines from a file, and there is none; and the recursion limit counts
the frames that we stand on.
"""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType
from typing import Any


def show_source_lines() -> None:
    """Let exceptions that nobody catches in threads and finalizers be shown with the snippet's lines."""
    threading.excepthook = _show_in_thread
    threading.__excepthook__ = _show_in_thread
    sys.unraisablehook = _show_ignored
    sys.__unraisablehook__ = _show_ignored


def show(error: BaseException, trace: TracebackType | None) -> None:
    """Show the exception that ends the snippet, by its own hook if it has set one."""
    error = error.with_traceback(trace)
    if sys.excepthook is not sys.__excepthook__:
        sys.excepthook(type(error), error, trace)
    elif isinstance(error, SyntaxError):
        sys.__excepthook__(type(error), error, trace)  # it carries its own line
    else:
        traceback.print_exception(error)


def give_back_recursion(frames: int) -> None:
    """Let the snippet recurse as deep as if ``frames`` frames below it were not there, and not notice."""
    get, put = sys.getrecursionlimit, sys.setrecursionlimit
    put(get() + frames)

    def getrecursionlimit() -> int:
        """Return the current value of the recursion limit, the maximum depth of the Python interpreter stack."""
        return get() - frames

    def setrecursionlimit(limit: int, /) -> None:
        """Set the maximum depth of the Python interpreter stack to n."""
        put(limit + frames if isinstance(limit, int) and 0 < limit < 2**31 - 1 - frames else limit)

    sys.getrecursionlimit = getrecursionlimit
    sys.setrecursionlimit = setrecursionlimit


def _show_in_thread(arguments: Any) -> None:
    if arguments.exc_type is SystemExit:
        return
    name = threading.current_thread().name if arguments.thread is None else arguments.thread.name
    if sys.stderr is not None:
        sys.stderr.write(f"Exception in thread {name}:\n")
        traceback.print_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)


def _show_ignored(arguments: Any) -> None:
    if sys.stderr is not None:
        about = "" if arguments.object is None else f": {arguments.object!r}"
        sys.stderr.write(f"{arguments.err_msg or 'Exception ignored in'}{about}\n")
        traceback.print_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback, chain=False)
