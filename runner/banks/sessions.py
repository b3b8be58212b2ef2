"""Reads prompts and what is shown below them, as doctest does, and xdoctest where that is what was meant.

https://docs.python.org/3/library/doctest.html, https://xdoctest.readthedocs.io: the latter repeats ``>>>`` on the
further lines of a statement, and lets a directive on a line of its own reach to the end of the session.
"""

from __future__ import annotations

import ast
import dataclasses
import doctest
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Final

from runner.banks.entry import Example
from runner.errors import BankInvalid

_PROMPT: Final = re.compile(r"^[ \t]*>>>(?: |$)", re.MULTILINE)
_LEAVES_OUT: Final = re.compile(r"#\s*(?:x?doctest|x?doc):\s*(.*)", re.IGNORECASE)
_SWITCH: Final = re.compile(r"([+-])\s*(SKIP|REQUIRES\s*\([^)]*\)?|IGNORE_WANT)", re.IGNORECASE)
_OWN_LINE: Final = re.compile(r"^[ \t]*>>>[ \t]*(#[ \t]*xdoctest:.*)$", re.MULTILINE | re.IGNORECASE)
_GOES_ON: Final = re.compile(r"\s|[)\]}]|(?:else|elif|except|finally)\b")
_NEARBY: Final = 8
"""Lines further down at which an example is looked for: line ends that a literal escapes move it."""


def has_prompts(text: str) -> bool:
    return _PROMPT.search(text) is not None


def examples(text: str, name: str, first_line: int, file_lines: Sequence[str]) -> tuple[Example, ...]:
    """The examples in ``text``, which begins on ``first_line`` of its file.

    Raises ``BankInvalid`` with doctest's own complaint where its rules of indentation are broken.
    """
    try:
        parts = doctest.DocTestParser().parse(text, name)
    except (ValueError, RecursionError) as error:
        raise BankInvalid(str(error)) from error
    left_out = list(_left_out(text))
    found = []
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        if isinstance(part, doctest.Example):
            part.want = _with_rest(part.want, after if isinstance(after, str) else "")
            found.append(_example(part, left_out, first_line, file_lines))
    return tuple(_joined(found))


def parses(source: str) -> bool:
    """Whether ``source`` is Python; it is never run, nor compiled."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _example(
    parsed: doctest.Example, left_out: Sequence[tuple[int, str]], first_line: int, file_lines: Sequence[str]
) -> Example:
    reaching = [directive for line, directive in left_out if line < parsed.lineno]
    own = " ".join(_switched(parsed.source, "+"))
    skipped = own or (reaching[-1] if reaching else "")
    if parsed.options.get(doctest.SKIP):
        skipped = "+SKIP"
    return Example(
        source=parsed.source,
        want="" if parsed.want == "\n" else parsed.want,
        line=_where(parsed.source.split("\n", 1)[0], first_line + parsed.lineno, file_lines),
        raises=parsed.exc_msg,
        flags=sum(flag for flag, on in parsed.options.items() if on and flag != doctest.SKIP),
        skipped=skipped,
    )


def _with_rest(want: str, after: str) -> str:
    """An output to its last bracket: where it has a blank line, which doctest takes for its end, it goes on below."""
    rest = after.split("\n")
    for end in range(len(rest) + 1):
        whole = want + "\n".join([line or doctest.BLANKLINE_MARKER for line in rest[:end]])
        if _open(whole) <= 0:
            return whole if whole.endswith("\n") or not whole else f"{whole}\n"
    return want


def _open(text: str) -> int:
    return sum(text.count(bracket) for bracket in "([{") - sum(text.count(bracket) for bracket in ")]}")


def _switched(source: str, sign: str) -> Iterator[str]:
    for comment in _LEAVES_OUT.finditer(source):
        for switch in _SWITCH.finditer(comment[1]):
            if switch[1] == sign:
                yield f"{sign}{switch[2]}"


def _left_out(text: str) -> Iterator[tuple[int, str]]:
    """Lines from which on everything is left out, or, with an empty directive, is not any more."""
    for found in _OWN_LINE.finditer(text):
        line = text.count("\n", 0, found.start())
        for directive in _switched(found[1], "+"):
            yield line, directive
        for _ in _switched(found[1], "-"):
            yield line, ""


def _where(source: str, line: int, file_lines: Sequence[str]) -> int:
    for number in range(line, min(line + _NEARBY, len(file_lines) + 1)):
        if source.strip() in file_lines[number - 1]:
            return number
    return line


def _joined(found: Sequence[Example]) -> Iterator[Example]:
    """Statements whose further lines begin with a prompt of their own are one example."""
    held: list[Example] = []
    for example in found:
        if held and (held[-1].want or held[-1].raises or not _continues(held, example)):
            yield from _whole(held)
            held = []
        held.append(example)
    yield from _whole(held)


def _continues(held: Sequence[Example], example: Example) -> bool:
    if not parses(_source(held)):
        return True
    return _GOES_ON.match(example.source) is not None and not parses(example.source)


def _whole(held: Sequence[Example]) -> Iterator[Example]:
    if len(held) > 1 and parses(_source(held)):
        last = held[-1]
        skipped = next((each.skipped for each in held if each.skipped), "")
        yield dataclasses.replace(
            held[0], source=_source(held), want=last.want, raises=last.raises, flags=last.flags, skipped=skipped
        )
    else:
        yield from held


def _source(held: Sequence[Example]) -> str:
    return "".join(each.source for each in held)
