import pytest

from runner.comparison import RELATIONS, matches, numbers_apart, numbers_paired


@pytest.mark.parametrize(
    ("relation", "output", "choice"),
    [
        ("exact", "a  b\n", "a  b"),
        ("lines", " 5130 \n\n", "5130"),
        ("lines", "a \n b", "a\nb"),
        ("lines", "np.float64(3.0)", "3.0"),
        ("numbers", "loss: 1.50, n=3", "loss: 1.5, n=3.0"),
        ("numbers", "tensor([1., 2.])", "tensor([1, 2])"),
        ("numbers", "nan inf -inf", "nan inf -inf"),
        ("multiset", "b\na\na\n", "a\nb\na"),
        ("shape", "torch.Size([2, 3])", "(2, 3)"),
        ("shape", "(2, 3)", "2 x 3"),
        ("shape", "torch.Size([])", "()"),
        ("shape", "(None, 10)", "[None, 10]"),
        ("shape", "(5,)", "torch.Size([5])"),
        ("shape", "torch.Size([1])\ntorch.Size([2])", "(1,)\n(2,)"),
    ],
)
def test_what_is_equal(relation: str, output: str, choice: str) -> None:
    assert matches(relation, None, output, "", choice)


@pytest.mark.parametrize(
    ("relation", "output", "choice"),
    [
        ("exact", "a  b", "a b"),
        ("exact", "np.float64(3.0)", "3.0"),
        ("lines", "a  b", "a b"),
        ("lines", "1.0", "1"),
        ("numbers", "loss 1", "loss 2"),
        ("numbers", "loss 1", "gain 1"),
        ("numbers", "1 2", "1"),
        ("numbers", "nan", "1"),
        ("numbers", "inf", "-inf"),
        ("numbers", "v1", "v2"),
        ("multiset", "a\na", "a"),
        ("shape", "(2, 3)", "(3, 2)"),
        ("shape", "hello", "hello"),
        ("shape", "", ""),
        ("exception", "printed", "ValueError"),
    ],
)
def test_what_is_not_equal(relation: str, output: str, choice: str) -> None:
    assert not matches(relation, None, output, "", choice)


@pytest.mark.parametrize(
    ("output", "choice", "tolerance", "equal"),
    [
        ("0.3", "0.4", 0.1, True),
        ("0.3", "0.41", 0.1, False),
        ("1e-3", "0.001", 0.0, True),
        ("1e400", "2e400", 0.1, False),
        ("1e999999", "1", 0.5, False),
        ("9" * 5000, "9" * 5000, 0.0, True),
        ("12345678901234567890", "12345678901234567891", 0.0, False),
    ],
)
def test_a_tolerance_is_absolute_and_exact(output: str, choice: str, tolerance: float, equal: bool) -> None:
    assert matches("numbers", tolerance, output, "", choice) is equal


@pytest.mark.parametrize(
    ("relation", "output", "raised", "choice", "equal"),
    [
        ("lines", "", "ValueError", "ValueError", True),
        ("lines", "", "ValueError", "Raises ValueError", True),
        ("lines", "", "ValueError", "ValueError: bad value", True),
        ("lines", "", "ValueError", "An error", True),
        ("lines", "", "ValueError", "No error", False),
        ("lines", "", "ValueError", "TypeError", False),
        ("lines", "", "ValueError", "TypeError or ValueError", False),
        ("lines", "", "torch.OutOfMemoryError", "OutOfMemoryError", True),
        ("lines", "", "Mine", "Mine", True),
        ("lines", "1\n", "ValueError", "ValueError", False),
        ("lines", "1\n", "ValueError", "1\nValueError", True),
        ("lines", "1\n", "ValueError", "1", False),
        ("exception", "1\n", "ValueError", "ValueError", True),
        ("exception", "1\n", "", "1", True),
        ("shape", "", "RuntimeError", "RuntimeError", True),
        ("shape", "(1,)\n", "RuntimeError", "(1,)\nRuntimeError", True),
    ],
)
def test_an_exception_can_be_the_answer(relation: str, output: str, raised: str, choice: str, equal: bool) -> None:
    assert matches(relation, None, output, raised, choice) is equal


def test_every_relation_of_the_border_is_known() -> None:
    assert set(RELATIONS) == {"exact", "lines", "numbers", "multiset", "shape", "exception"}


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("a 1.0 b 2", "a 1 b 2.0", 0.0),
        ("1.0", "1.25", 0.2),
        ("[1, 100]", "[1, 99]", 0.01),
        ("nan inf", "nan inf", 0.0),
        ("1", "inf", float("inf")),
        ("inf", "-inf", float("inf")),
        ("1e-16 8", "-1e-16 8", 2.5e-17),
        ("0", "-0.0", 0.0),
        ("1 2", "1", None),
        ("1 metre", "1 foot", None),
    ],
)
def test_how_far_numbers_are_apart(left: str, right: str, apart: float | None) -> None:
    assert numbers_apart(left, right) == pytest.approx(apart)


def test_numbers_are_paired_as_they_are_written_where_all_words_are_the_same() -> None:
    assert numbers_paired("loss 1.0, nan", "loss  1, inf") == [("1.0", "1"), ("nan", "inf")]
    assert numbers_paired("loss 1", "cost 1") is None
    assert numbers_paired("1 2", "1") is None
