"""A door is shut in nobody's face."""

from __future__ import annotations

import asyncio
import socket
import sys

import pytest

from likeness.rest.door import refuse_new, shut, somebody_waits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="packet filters are of Linux")


def knock(door: socket.socket, *, seconds: float = 5) -> socket.socket:
    return socket.create_connection(door.getsockname()[:2], timeout=seconds)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_who_knocked_before_is_heard_and_who_comes_later_goes_elsewhere(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as door, knock(door) as early:
        refuse_new(door)
        with pytest.raises(TimeoutError):
            knock(door, seconds=0.2)
        early.sendall(b"a question")
        accepted, _ = door.accept()
        with accepted:
            assert accepted.recv(100) == b"a question"
            accepted.sendall(b"an answer")
        assert early.recv(100) == b"an answer"


def test_the_door_is_shut_when_nobody_waits_any_more() -> None:
    async def story() -> list[bytes]:
        heard = []

        async def answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard.append(await reader.read(100))
            writer.close()

        with socket.create_server(("127.0.0.1", 0)) as door:
            visitors = [knock(door) for _ in range(20)]
            assert somebody_waits(door)
            server = await asyncio.start_server(answered, sock=door)
            await shut(door)
            assert not somebody_waits(door)
            server.close()
        for visitor in visitors:
            visitor.sendall(b"a question")
            assert await asyncio.to_thread(visitor.recv, 1) == b""
            visitor.close()
        return heard

    assert asyncio.run(story()) == [b"a question"] * 20
