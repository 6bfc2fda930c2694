from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.frames import LENGTH, FrameError, receive_frame, send_frame

Pipe = tuple[int, int]


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


@given(
    st.dictionaries(st.text(), st.integers() | st.text() | st.none(), max_size=5),
    st.lists(st.binary(max_size=200), max_size=4),
)
def test_what_is_sent_is_received(header: dict[str, object], payloads: list[bytes]) -> None:
    header.pop("payloads", None)
    read, write = os.pipe()
    try:
        send_frame(write, header, payloads)
        received, parts = receive_frame(read)
    finally:
        os.close(read)
        os.close(write)
    assert received == header
    assert [bytes(part) for part in parts] == payloads


def test_names_that_are_no_unicode_survive(pipe: Pipe) -> None:
    name = os.fsdecode(b"\xff\n.jpg")
    send_frame(pipe[1], {"path": name})
    assert receive_frame(pipe[0])[0]["path"] == name


def test_frames_larger_than_the_pipe_arrive_whole(pipe: Pipe) -> None:
    payload = os.urandom(3 * 2**20)
    sender = threading.Thread(target=send_frame, args=(pipe[1], {}, [payload]))
    sender.start()
    _, (received,) = receive_frame(pipe[0], time.monotonic() + 30)
    sender.join()
    assert received == payload


def test_a_deadline_ends_the_waiting(pipe: Pipe) -> None:
    os.write(pipe[1], LENGTH.pack(100))
    with pytest.raises(TimeoutError):
        receive_frame(pipe[0], time.monotonic() + 0.01)


def test_a_closed_pipe_is_no_frame(pipe: Pipe) -> None:
    os.write(pipe[1], LENGTH.pack(100) + b"{")
    os.close(pipe[1])
    with pytest.raises(FrameError, match="closed"):
        receive_frame(pipe[0])


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b"[]",
        b"{}",
        b"\xff\xff",
        b'{"payloads": ["many"]}',
        b'{"payloads": 3}',
        b'{"payloads": [-1]}',
        b'{"payloads": [99999999999999]}',
        b'{"payloads": [Infinity]}',
        b'{"payloads": [NaN]}',
        b'{"payloads": [' + b"9" * 5000 + b"]}",
        b'{"payloads": [' + b"0," * 2**16 + b"0]}",
        b"[" * 60_000,
        b'{"payloads":' * 5_000,
    ],
)
def test_headers_that_lie_are_refused_before_anything_is_reserved(pipe: Pipe, text: bytes) -> None:
    sender = threading.Thread(target=os.write, args=(pipe[1], LENGTH.pack(len(text)) + text))
    sender.start()
    with pytest.raises(FrameError, match=r"payloads|readable"):
        receive_frame(pipe[0])
    sender.join()


def test_more_than_was_agreed_is_refused(pipe: Pipe) -> None:
    send_frame(pipe[1], {}, [bytes(10), bytes(11)])
    with pytest.raises(FrameError, match="21 bytes"):
        receive_frame(pipe[0], most=20)


def test_a_side_that_does_not_read_does_not_hold_up_the_other(pipe: Pipe) -> None:
    with pytest.raises(TimeoutError):
        send_frame(pipe[1], {}, [bytes(2**20)], deadline=time.monotonic() + 0.05)


def test_what_is_sent_with_a_deadline_arrives_whole(pipe: Pipe) -> None:
    payload = os.urandom(2**20)
    late = time.monotonic() + 30
    sender = threading.Thread(target=send_frame, args=(pipe[1], {}, [payload], late))
    sender.start()
    _, (received,) = receive_frame(pipe[0], late)
    sender.join()
    assert received == payload


def test_a_header_of_gigabytes_is_refused(pipe: Pipe) -> None:
    os.write(pipe[1], b"\xff\xff\xff\xff")
    with pytest.raises(FrameError, match="cannot be right"):
        receive_frame(pipe[0])


def test_the_header_is_json_for_anybody_to_read(pipe: Pipe) -> None:
    send_frame(pipe[1], {"say": "ready"}, [b"abc"])
    raw = os.read(pipe[0], 1000)
    (length,) = LENGTH.unpack(raw[:4])
    assert json.loads(raw[4 : 4 + length]) == {"say": "ready", "payloads": [3]}
    assert raw[4 + length :] == b"abc"
