"""The attack samples: one named function each, made into a source that says what became of it."""

import ast
import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent / "attacks"

DRIVER = """
try:
    _through = {name}()
except MemoryError:
    raise
except BaseException as _error:
    print("held", type(_error).__name__, flush=True)
else:
    print("ESCAPED" if _through else "held", flush=True)
"""

CALL = """
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall({number}, -1, 0, 0, 0, 0, 0)
print("ESCAPED" if result != -1 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS) else "held")
"""
"""A call that is refused before its arguments, which are nonsense, are looked at."""


@dataclass(frozen=True)
class Sample:
    """One attack; ``expected`` is what containing it looks like from outside."""

    name: str
    source: str
    expected: str = "held"


def all_samples(canary: dict[str, str]) -> list[Sample]:
    """Every sample, told where the canaries are."""
    samples = [sample for path in sorted(HERE.glob("*.py")) for sample in _of_module(path, canary)]
    calls: dict[str, int] = json.loads((HERE / "calls.json").read_text(encoding="utf-8"))
    return [*samples, *(Sample(f"calls.{name}", CALL.format(number=number)) for name, number in calls.items())]


def _of_module(path: Path, canary: dict[str, str]) -> list[Sample]:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    attacks = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    others = [ast.get_source_segment(text, node) or "" for node in tree.body if node not in attacks]
    expected = _expectations(tree)
    unknown = set(expected) - {attack.name for attack in attacks}
    assert not unknown, f"{path.name} expects something of {unknown}, which do not exist"
    prelude = "\n".join([*others, f"CANARY = {canary!r}", ""])
    called_by_others = {
        "loops": next((ast.get_source_segment(text, each) for each in attacks if each.name == "loops"), "")
    }
    return [
        Sample(
            name=f"{path.stem}.{attack.name}",
            source="\n".join(
                [
                    prelude,
                    *(code or "" for name, code in called_by_others.items() if name != attack.name),
                    ast.get_source_segment(text, attack) or "",
                    DRIVER.format(name=attack.name),
                ]
            ),
            expected=expected.get(attack.name, "held"),
        )
        for attack in attacks
    ]


def _expectations(tree: ast.Module) -> dict[str, str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "EXPECTED":
            found: dict[str, str] = ast.literal_eval(node.value)
            return found
    return {}
