"""Examples of Python files, found without importing them."""

from __future__ import annotations

from pathlib import Path

from runner.banks.docstrings import module_of
from runner.banks.entry import Session
from tests.runner.banks.builders import complaints, read, write

SOURCE = '''"""Of the module.

>>> 1
1
"""
raise SystemExit("never run")

class Shape:
    """>>> Shape()
    Shape"""

    async def area(self):
        r"""\\alpha

        >>> 2
        2
        """
        def inner():
            """
            >>> 3
            3
            """

if True:
    def later():
        """\\
        >>> 4
        4
        """

text = """
>>> 5
5
"""
later.__doc__ = """
>>> 6
6
"""
add_newdoc("sums", "plus", ("first", """
>>> 7
7
"""))
solve = _add_docstr(torch._C.solve, r"""
>>> 10
10
""")
text = parse(">>> 11\\n11")
document(torch.add, r"""
>>> {{8: {out}}}
8
""".format(**common) + """
>>> 9
9
""")
'''


def sessions(folder: Path) -> list[Session]:
    return [entry for entry in read(folder) if isinstance(entry, Session)]


def test_docstrings_and_what_is_passed_on_as_one_are_found_with_their_lines(tmp_path: Path) -> None:
    found = {
        (each.id, each.examples[0].source.strip(), each.place.line) for each in sessions(write(tmp_path, a_py=SOURCE))
    }
    lines = SOURCE.replace("{{", "{").replace("}}", "}").split("\n")
    assert {name for name, _, _ in found} == {
        "a", "a.Shape", "a.Shape.area", "a.Shape.area.inner", "a.later", "later", "sums.plus.first", "torch.add",
        "torch._C.solve",
    }  # fmt: skip
    for _, source, line in found:
        assert f">>> {source}" in lines[line - 1]
    assert {source for name, source, _ in found if name == "torch.add"} == {"{8: {out}}", "9"}


def test_the_module_is_named_as_python_would_import_it(tmp_path: Path) -> None:
    modules = {"a/__init__.py": "a", "a/b/__init__.py": "a.b", "a/b/c.py": "a.b.c", "d.py": "d"}
    for name in modules:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert {name: module_of(tmp_path / name) for name in modules} == modules


def test_a_module_that_stands_alone_takes_its_source_along(tmp_path: Path) -> None:
    text = '""">>> 1\n1\n"""\n'
    (tmp_path / "in_it").mkdir()
    (tmp_path / "in_it/__init__.py").write_text(text)
    (tmp_path / "in_it/part.py").write_text(text)
    (tmp_path / "alone.py").write_text(text)
    assert {each.id: bool(each.module_source) for each in sessions(tmp_path)} == {
        "alone": True,
        "in_it": False,
        "in_it.part": False,
    }


def test_one_docstring_that_breaks_the_rules_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path, a_py='def f():\n    """>>>1"""\ndef g():\n    """\n    >>> 1\n    1\n    """\n')
    entries = read(tmp_path)
    assert [each.id for each in sessions(tmp_path)] == ["a.g"]
    assert complaints(entries) == {}


def test_one_docstring_whose_indentation_is_broken_is_told(tmp_path: Path) -> None:
    write(tmp_path, a_py='def f():\n    """\n    >>> 1\n  1\n    """\ndef g():\n    """\n    >>> 1\n    1\n    """\n')
    (place,) = complaints(read(tmp_path))
    assert place == "a.py:2"
    assert [each.id for each in sessions(tmp_path)] == ["a.g"]
