"""Visitors of a server, all at once: they note every request that was not answered as it should.

Started by rolling.py and soak.py with their orders (`Orders`) as JSON on the command line. Prints a
line when they have begun; they come until the end of stdin. Then prints what became of their
requests, one JSON line.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import ssl
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from pathlib import Path

import album
import httpx

API = "/api/v1"
PATIENCE = 30.0  # seconds for an answer
STREAM_SILENCE = 60.0  # seconds: the server says something every 15
MOST_TOLD = 20

ANSWERS = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NOT_MODIFIED}


RARELY = {"upload": 10, "quick": 10}
"""How much longer they wait who ask for what costs much."""

COPIES = 4
"""Of each photo that is sent; then they are sent again, so that the library stays as large."""

Deed = Callable[[httpx.AsyncClient, random.Random], Awaitable[httpx.Response]]


@dataclass(frozen=True)
class Orders:
    """What the visitors are told."""

    url: str
    certificate: str  # of the server; empty: the URL is plain HTTP
    key: str
    visitors: int
    pause: float  # seconds of each visitor between two requests, on the average
    photos: list[str]  # files to send, and to find people of; none: neither is done
    seed: int


@dataclass
class Tally:
    """What became of the requests."""

    answered: dict[str, int] = field(default_factory=dict)  # by kind
    failed: dict[str, int] = field(default_factory=dict)
    what: list[str] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)  # decisions that were acknowledged
    slowest: float = 0.0  # seconds
    streams: int = 0  # that began
    news: int = 0

    def fail(self, kind: str, what: str) -> None:
        """Note a request that was not answered as it should."""
        self.failed[kind] = self.failed.get(kind, 0) + 1
        if len(self.what) < MOST_TOLD:
            self.what.append(f"{time.strftime('%H:%M:%S')} {kind}: {what}")


class Visitors:
    """All of them, over one pool of connections each.

    Args:
        orders: What they are told.
        tally: Takes what became of it.
    """

    def __init__(self, orders: Orders, tally: Tally) -> None:
        self._orders = orders
        self._tally = tally
        self._stop = asyncio.Event()
        self._trust: ssl.SSLContext | bool = (
            ssl.create_default_context(cafile=orders.certificate) if orders.certificate else True
        )
        self._files = [Path(file).read_bytes() for file in orders.photos]
        self._numbers = itertools.count(1)
        self._photos: list[str] = []
        self._faces: list[str] = []
        self._people: list[str] = []

    async def run(self) -> None:
        """Come until the end of stdin."""
        async with self._client() as client:
            photos = (await client.get("/photos")).raise_for_status().json()["items"]
            self._photos = [row["photo"] for row in photos]
            people = (await client.get("/people")).raise_for_status().json()["items"]
            self._people = [row["person"] for row in people]
            for person in self._people:
                faces = (await client.get("/faces", params={"person": person})).json()["items"]
                self._faces += [face["face"] for face in faces]
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._until_told, args=(loop,), daemon=True).start()
        print("begun", flush=True)
        deeds: tuple[tuple[str, Deed], ...] = (
            ("page", self._page),
            ("picture", self._picture),
            ("page", self._page),
            ("picture", self._picture),
            ("name", self._name),
            ("find", self._find),
        )
        if self._files:
            deeds += (("upload", self._upload), ("quick", self._quick))
        mixed = [deeds[number % len(deeds)] for number in range(self._orders.visitors)]
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            for number, (kind, deed) in enumerate(mixed):
                group.create_task(self._visit(number, kind, deed))

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._orders.url + API,
            headers={"X-API-Key": self._orders.key},
            verify=self._trust,
            timeout=PATIENCE,
        )

    def _until_told(self, loop: asyncio.AbstractEventLoop) -> None:
        sys.stdin.read()
        loop.call_soon_threadsafe(self._stop.set)

    async def _visit(self, number: int, kind: str, deed: Deed) -> None:
        """Do one thing again and again."""
        draw = random.Random(f"{self._orders.seed} {number}")
        longest = 2 * self._orders.pause * RARELY.get(kind, 1)
        async with self._client() as client:
            while not self._stop.is_set():
                began = time.monotonic()
                try:
                    answer = await deed(client, draw)
                except httpx.TransportError as error:
                    self._tally.fail(kind, f"{type(error).__name__} {error}")
                else:
                    self._note(kind, answer)
                self._tally.slowest = max(self._tally.slowest, time.monotonic() - began)
                await asyncio.sleep(draw.uniform(0, longest))

    def _note(self, kind: str, answer: httpx.Response) -> None:
        if answer.status_code in ANSWERS:
            self._tally.answered[kind] = self._tally.answered.get(kind, 0) + 1
            return
        self._tally.fail(kind, f"{answer.status_code} {answer.text[:200]}")

    async def _page(self, client: httpx.AsyncClient, draw: random.Random) -> httpx.Response:
        path = draw.choice(("/photos", "/people", "/edits", "/collections", "/library"))
        return await client.get(path)

    async def _picture(self, client: httpx.AsyncClient, draw: random.Random) -> httpx.Response:
        if draw.random() < 0.5:
            return await client.get(f"/faces/{draw.choice(self._faces)}/crop")
        photo = draw.choice(self._photos)
        return await client.get(f"/photos/{photo}/thumbnail", params={"side": 256})

    async def _find(self, client: httpx.AsyncClient, draw: random.Random) -> httpx.Response:
        order = {"samples": [{"face": draw.choice(self._faces)}]}
        return await client.post("/find", json=order)

    async def _quick(self, client: httpx.AsyncClient, draw: random.Random) -> httpx.Response:
        return await client.post("/find/quick", files={"picture": draw.choice(self._files)})

    async def _upload(self, client: httpx.AsyncClient, draw: random.Random) -> httpx.Response:
        """Send a photo in two pieces."""
        data = album.distinct(draw.choice(self._files), draw.randrange(COPIES)) or b""
        order = {"name": "a photo.jpg", "bytes": len(data)}
        begun = await client.post("/uploads", json=order)
        if not begun.is_success:
            return begun
        half = len(data) // 2
        path = f"/uploads/{begun.json()['upload']['upload']}"
        sent = await client.patch(path, params={"offset": 0}, content=data[:half])
        if not sent.is_success:
            return sent
        return await client.patch(path, params={"offset": half}, content=data[half:])

    async def _name(self, client: httpx.AsyncClient, draw: random.Random) -> httpx.Response:
        name = f"Name {next(self._numbers)}"
        path = f"/people/{draw.choice(self._people)}"
        answer = await client.patch(path, json={"name": name})
        if answer.is_success:
            self._tally.named[name] = answer.json()[0]["edit"]
        return answer

    async def _listen(self) -> None:
        """Listen to the news; come back when the stream ends, as browsers do."""
        async with self._client() as client:
            while not self._stop.is_set():
                try:
                    await self._hear(client)
                except httpx.RemoteProtocolError:  # it was cut off in the middle: a server ends
                    continue
                except httpx.TransportError as error:
                    self._tally.fail("events", f"{type(error).__name__} {error}")

    async def _hear(self, client: httpx.AsyncClient) -> None:
        wait = httpx.Timeout(PATIENCE, read=STREAM_SILENCE)
        async with client.stream("GET", "/events", timeout=wait) as answer:
            if answer.status_code != HTTPStatus.OK:
                await answer.aread()
                self._note("events", answer)
                await asyncio.sleep(self._orders.pause)
                return
            self._tally.streams += 1
            stop = asyncio.create_task(self._stop.wait())
            hear = asyncio.create_task(self._count(answer))
            await asyncio.wait({stop, hear}, return_when=asyncio.FIRST_COMPLETED)
            stop.cancel()
            if not hear.done():
                hear.cancel()
                return
            hear.result()

    async def _count(self, answer: httpx.Response) -> None:
        async for line in answer.aiter_lines():
            self._tally.news += line.startswith("event:")


def main() -> None:
    """Run until the end of stdin."""
    orders = Orders(**json.loads(sys.argv[1]))
    tally = Tally()
    asyncio.run(Visitors(orders, tally).run())
    print(json.dumps(asdict(tally)))


if __name__ == "__main__":
    main()
