"""Makes one program of a session's examples, and takes apart what a run of it printed.

The program does what doctest's runner does: one namespace for all, each example compiled as at a prompt, its output
and its exception kept apart. It ends with the last example, whatever the others did.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from runner.banks.entry import Example, Session
from runner.message import digest_of
from runner.protocol import Execution

_BEGIN: Final = """\
import builtins, importlib, io, json, linecache, sys, traceback, types
linecache.cache[__file__] = (len(ALL), None, ALL.splitlines(True), __file__)
_names = {"__name__": "__main__"}
_shown = sys.stdout
def _last(number):
    kind, error, _ = sys.exc_info()
    said = "".join(traceback.format_exception_only(kind, error)[-1:])
    return said.strip()[:2000], [each.__name__ for each in kind.__mro__]
def _report(**said):
    _shown.write("\\n" + MARK + json.dumps(said) + "\\n")
    _shown.flush()
def _prelude(source):
    try:
        exec(compile(source, "prelude", "exec"), _names)
    except BaseException:
        _report(module=_last(0)[0])
def _module(name, source, keep_builtins):
    try:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as missing:
            if missing.name != name or not source:
                raise
            module = sys.modules[name] = types.ModuleType(name)
            exec(compile(source, name + ".py", "exec"), module.__dict__)
        kept = set(vars(builtins)) if keep_builtins else ()
        _names.update({each: value for each, value in vars(module).items() if each not in kept or each[:2] == "__"})
    except BaseException:
        _report(module=_last(0)[0])
def _example(number, compiled):
    sys.stdout = printed = io.StringIO()
    sys.displayhook = sys.__displayhook__
    raised = None
    try:
        exec(compiled(), _names)
    except BaseException:
        raised = _last(number)
    sys.stdout = _shown
    out = printed.getvalue()
    if out and not out.endswith("\\n"):
        out += "\\n"
    _report(number=number, printed=out, raised=raised)
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one example did in one run."""

    printed: str
    raised: str = ""
    """The last line of the traceback; empty if it came to its end."""
    kinds: tuple[str, ...] = ()
    """The names of the exception's class and of those it descends from."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What the examples of a session did in one run, by their numbers; those it did not reach are missing."""

    shown: dict[int, Shown]
    module: str = ""
    """Why the module they stand in, or what goes before them, failed."""


def script_of(session: Session, prelude: str = "", *, keep_builtins: bool = False) -> str:
    """A program that runs the examples that are not skipped, after ``prelude``.

    They have the names of their module, as with doctest; with ``keep_builtins`` none that hides one of Python's own.
    """
    everything = "".join(example.source for example in session.examples)
    lines = [f"MARK = {_mark(session.examples)!r}", f"ALL = {everything!r}", _BEGIN]
    if prelude:
        lines.append(f"_prelude({prelude!r})")
    if session.module:
        lines.append(f"_module({session.module!r}, {session.module_source!r}, {keep_builtins})")
    above = 0
    for number, example in enumerate(session.examples):
        if not example.skipped:
            # Its lines are numbered as in ALL, where ``inspect`` finds the source of its functions; and its text
            # stands in the call itself, where the search for chance in a source finds it.
            source = f'"\\n" * {above} + {example.source!r}'
            lines.append(f'_example({number}, lambda: compile({source}, __file__, "single", dont_inherit=True))')
        above += example.source.count("\n")
    return "\n".join(lines) + "\n"


def taken_apart(session: Session, execution: Execution) -> Ran:
    """What each example did, as far as the run came; what else was printed belongs to no example."""
    mark = _mark(session.examples)
    shown: dict[int, Shown] = {}
    module = ""
    for line in execution.stdout.split("\n"):
        if not line.startswith(mark):
            continue
        try:
            said = json.loads(line.removeprefix(mark))
            if "module" in said:
                module = str(said["module"])
                continue
            raised, kinds = said["raised"] or ("", ())
            shown[int(said["number"])] = Shown(str(said["printed"]), str(raised), tuple(map(str, kinds)))
        except (ValueError, TypeError, KeyError):  # an example wrote the mark itself, or the line was cut off
            continue
    return Ran(shown, module)


def _mark(examples: Sequence[Example]) -> str:
    return f"={digest_of([each.source for each in examples])[:16]}="
