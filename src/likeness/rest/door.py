"""The door of a server: a socket that listens, and how it is shut in nobody's face.

Who closes a socket that listens breaks the connections that the system has taken already and that
nobody has accepted yet: what was sent on them is lost, and a proxy must not send a change twice. So
at first no new ones are taken, then all that are there are accepted, and then it is closed.
"""

from __future__ import annotations

import asyncio
import ctypes
import select
import socket
import struct
import sys
import time
from contextlib import suppress

HANDSHAKE_SECONDS = 0.1
"""What a connection that has begun needs to be complete, in a network of one house."""

ACCEPT_SECONDS = 2.0
LOOK_SECONDS = 0.01

SO_ATTACH_FILTER = 26  # of Linux; Python does not name it
WITHOUT_NEW = (
    (0x30, 0, 0, 13),  # load the flags of the TCP header
    (0x45, 0, 1, 0x02),  # the flag SYN is set: go on, else skip one
    (0x06, 0, 0, 0),  # drop it: its sender tries again in a second, and finds the door closed
    (0x06, 0, 0, 0xFFFFFFFF),  # take all of it
)
"""A program for the packet filter (classic BPF): code, skip if true, skip if false, value."""


async def shut(listening: socket.socket) -> None:
    """Take no new connections, and wait until those that are there are accepted.

    Without Linux: only wait for those that are there.
    """
    with suppress(OSError):
        refuse_new(listening)
    await asyncio.sleep(HANDSHAKE_SECONDS)
    deadline = time.monotonic() + ACCEPT_SECONDS
    while somebody_waits(listening) and time.monotonic() < deadline:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(LOOK_SECONDS)


def refuse_new(listening: socket.socket) -> None:
    """Drop whatever opens a new connection; what belongs to those that began goes on.

    Raises:
        OSError: The system does not allow it.
    """
    if sys.platform != "linux":
        return
    program = b"".join(struct.pack("HBBI", *step) for step in WITHOUT_NEW)
    held = ctypes.create_string_buffer(program, len(program))
    told = struct.pack("HP", len(WITHOUT_NEW), ctypes.addressof(held))  # struct sock_fprog
    listening.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, told)


def somebody_waits(listening: socket.socket) -> bool:
    """Return whether there is a connection that nobody has accepted."""
    poll = select.poll()
    poll.register(listening, select.POLLIN)
    return bool(poll.poll(0))
