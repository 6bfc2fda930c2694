"""Messages between the pool and its workers: a JSON header, then raw bytes.

A frame is the header's length (4 bytes, big-endian), the header, and the payloads whose lengths
the header's key "payloads" lists. No pickle: a worker that a photo took over can lie, not execute.
"""

from __future__ import annotations

import json
import os
import select
import struct
import time
from collections.abc import Sequence
from typing import Any

LENGTH = struct.Struct(">I")
MAX_HEADER = 4 * 2**20  # bytes; the longest are lists of boxes
MAX_PAYLOAD = 4 * 2**30  # bytes of all payloads of one frame
MAX_PAYLOADS = 2**16  # of one frame; one for each face of a photo

# What reading a header can raise: the last two for lists in lists in lists, and for "Infinity".
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)

Header = dict[str, Any]
Buffer = bytes | bytearray | memoryview


class FrameError(Exception):
    """The other side closed the pipe or wrote something that is no frame."""


def send_frame(
    handle: int,
    header: Header,
    payloads: Sequence[Buffer] = (),
    deadline: float | None = None,
) -> None:
    """Write one frame to the pipe *handle*.

    Args:
        handle: The writing end.
        header: What is said.
        payloads: What goes with it.
        deadline: When to give up, on the clock of `time.monotonic`; None: never.

    Raises:
        OSError: The other side is gone; `TimeoutError` if it does not read.
    """
    sizes = [memoryview(payload).nbytes for payload in payloads]
    text = json.dumps({**header, "payloads": sizes}).encode()
    _write_all(handle, LENGTH.pack(len(text)) + text, deadline)
    for payload in payloads:
        _write_all(handle, payload, deadline)


def receive_frame(
    handle: int, deadline: float | None = None, most: int = MAX_PAYLOAD
) -> tuple[Header, list[bytearray]]:
    """Read one frame from the pipe *handle*.

    Args:
        handle: The reading end.
        deadline: When to give up, on the clock of `time.monotonic`; None: never.
        most: Bytes that all payloads together may have.

    Raises:
        FrameError: The other side is gone, or speaks another language.
        TimeoutError: The deadline passed.
    """
    length = LENGTH.unpack(_read_exactly(handle, LENGTH.size, deadline))[0]
    if length > MAX_HEADER:
        raise FrameError(f"A header of {length:,} bytes cannot be right.")
    try:
        header = json.loads(_read_exactly(handle, length, deadline))
        sizes = [int(size) for size in header.pop("payloads")]
    except UNREADABLE as exc:
        raise FrameError(f"The header is not readable: {exc}.") from exc
    if min(sizes, default=0) < 0 or sum(sizes) > most or len(sizes) > MAX_PAYLOADS:
        raise FrameError(f"{len(sizes)} payloads of {sum(sizes):,} bytes cannot be right.")
    return header, [_read_exactly(handle, size, deadline) for size in sizes]


def _write_all(handle: int, data: Buffer, deadline: float | None) -> None:
    view = memoryview(data).cast("B")
    if deadline is None:
        while view:
            view = view[os.write(handle, view) :]
        return
    waiting = select.poll()
    waiting.register(handle, select.POLLOUT)
    while view:
        if not waiting.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise TimeoutError
        view = view[os.write(handle, view[: select.PIPE_BUF]) :]  # so much never blocks now


def _read_exactly(handle: int, size: int, deadline: float | None) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    waiting = select.poll()
    waiting.register(handle, select.POLLIN)
    while view:
        if deadline is not None and not waiting.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise TimeoutError
        count = os.readv(handle, [view])
        if count == 0:
            raise FrameError("The other side closed the pipe.")
        view = view[count:]
    return data
