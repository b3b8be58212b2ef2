import os
from collections.abc import Callable

import pytest

from runner.sandbox.streams import BoundedStream


@pytest.fixture
def collect() -> Callable[[bytes, int], BoundedStream]:
    """A stream that has read all of what was written to its pipe."""

    def collect(content: bytes, limit: int) -> BoundedStream:
        reader, writer = os.pipe()
        os.write(writer, content)
        os.close(writer)
        stream = BoundedStream(reader, limit)
        stream.read_rest()
        stream.close()
        return stream

    return collect


Collect = Callable[[bytes, int], BoundedStream]


def test_what_fits_is_kept_whole(collect: Collect) -> None:
    stream = collect(b"abc", 3)
    assert (stream.content, stream.overflowed, stream.text()) == (b"abc", False, ("abc", False))


def test_what_does_not_fit_is_cut_and_said_to_be(collect: Collect) -> None:
    stream = collect(b"abcd", 3)
    assert (stream.content, stream.overflowed) == (b"abc", True)


def test_bytes_that_are_no_text_are_replaced_and_said_to_be(collect: Collect) -> None:
    assert collect(b"a\xffb", 10).text() == ("a\ufffdb", True)


def test_a_character_that_the_limit_cut_is_left_out_without_loss(collect: Collect) -> None:
    assert collect("aé✓".encode(), 4).text() == ("aé", False)


def test_a_pipe_that_is_still_open_is_not_waited_for() -> None:
    reader, writer = os.pipe()
    stream = BoundedStream(reader, 10)
    stream.read_rest()
    assert (stream.content, stream.ended) == (b"", False)
    os.write(writer, b"x")
    stream.read_some()
    assert stream.content == b"x"
    os.close(writer)
    stream.close()
