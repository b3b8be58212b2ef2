from typing import Any

import pytest

from runner.errors import MessageInvalid
from runner.sandbox.framing import MAX_FRAME, Assembler, frame


def test_messages_survive_any_cutting() -> None:
    sent: list[dict[str, Any]] = [{"a": 1}, {"text": "größe" * 100}, {}]
    stream = b"".join(frame(message) for message in sent)
    for size in (1, 2, 3, 7, 1000):
        assembler = Assembler()
        pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
        assert [message for piece in pieces for message in assembler.feed(piece)] == sent


@pytest.mark.parametrize(
    "content",
    [
        (MAX_FRAME + 1).to_bytes(4, "big"),
        (3).to_bytes(4, "big") + b"{{{",
        (2).to_bytes(4, "big") + b"[]",
        (2).to_bytes(4, "big") + b"\xff\xff",
        (200_000).to_bytes(4, "big") + b"[" * 200_000,
    ],
)
def test_what_can_never_become_a_message_is_refused(content: bytes) -> None:
    with pytest.raises(MessageInvalid):
        list(Assembler().feed(content))


def test_an_unfinished_frame_is_waited_for() -> None:
    assert list(Assembler().feed(frame({"a": 1})[:-1])) == []
