import pytest

from runner.comparison import normalise
from runner.comparison.normaliser import without_display_noise


@pytest.mark.parametrize(
    ("text", "clean", "removed"),
    [
        ("plain\n", "plain\n", ()),
        ("\x1b[31mred\x1b[0m", "red", ("ansi",)),
        ("\x1b]0;title\x07text", "text", ("ansi",)),
        (" 10%|# | 1/10\r100%|##########| 10/10 [00:00<00:00, 99it/s]\ndone", "done", ("progress_bar",)),
        (
            "\r1/1 ━━━━━━━━━━━━━━━━━━━━ 0s 51ms/step\x08\x08\r1/1 ━━━━━━━━━━ 0s 57ms/step\n(1, 3)",
            "(1, 3)",
            ("progress_bar",),
        ),
        (
            "1/1 ━━━━━━━━━━ 1s 1s/step - accuracy: 0.2000 - loss: 2.3\n",
            "accuracy: 0.2000 - loss: 2.3\n",
            ("progress_bar",),
        ),
        ("<A object at 0x7f00deadbeef>", "<A object at 0x…>", ("address",)),
        ("hex is 0x7f00deadbeef", "hex is 0x7f00deadbeef", ()),
        ("[np.float64(3.0), np.int64(-2)]", "[3.0, -2]", ("scalar_repr",)),
        ("np.True_ np.str_('a')", "True 'a'", ("scalar_repr",)),
        ("np.Trueness_", "np.Trueness_", ()),
        ("a\r\nb\r\n", "a\nb\n", ("progress_bar",)),
    ],
)
def test_noise_goes_and_is_named(text: str, clean: str, removed: tuple[str, ...]) -> None:
    result = normalise(text)
    assert (result.text, result.removed) == (clean, removed)


def test_display_noise_leaves_addresses_that_may_tell_runs_apart() -> None:
    assert without_display_noise("\x1b[1m<A at 0x7f00deadbeef>").text == "<A at 0x7f00deadbeef>"


@pytest.mark.parametrize("piece", ["9", "%|", "[", "np.float64(", "\r", "━", "\x1b[", "1/1 ", "at 0x", "(" * 40 + ")"])
def test_the_largest_hostile_output_is_dealt_with(piece: str) -> None:
    text = piece * (65_536 // len(piece))
    assert len(normalise(text).text) <= len(text)
