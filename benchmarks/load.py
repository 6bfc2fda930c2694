"""How fast the server answers while many look at their photos: pages, thumbnails, searches.

    python benchmarks/load.py                          a generated library of 100,000 photos
    python benchmarks/load.py --photos 5000 --seconds 5

A real `likeness serve` answers a client in a process of its own, over the loopback. Requests are
sent when they are due, whether earlier ones were answered or not, and counted from when they were
due: a server that stalls cannot hide it (no coordinated omission). Of every five requests one is a
page of 100 photos anywhere in the library, by turns plain, of a person, of a month; four are
thumbnails of random photos. Then the same while `add` reads photos, then searches: by a face of
the library, and by a photo that is sent along.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from machine import describe

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared" / "photos"

PER_SECOND, PER_SECOND_ADDING, FINDS_PER_SECOND = 200, 100, 2
CONNECTIONS = 24
PAGE = 100
ADDED = 900  # photos: enough for longer than it is measured
SIDES = (512,)


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    port: int
    key: str


# ---------------------------------------------------------------- the server


@contextmanager
def serving(library: Path) -> Iterator[Served]:
    """Run `likeness serve` for a library, as a user would."""
    likeness = [sys.executable, "-m", "likeness", "--library", str(library)]
    made = subprocess.run(
        [*likeness, "keys", "create", f"load {time.time_ns()}", "--scope", "admin", "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    key = json.loads(made.stdout)["secret"]
    environment = os.environ | {
        "LIKENESS_SERVE__FINDS_PER_MINUTE": "100000",
        "LIKENESS_WATCH__ENABLED": "false",  # nobody else works while it is measured alone
    }
    process = subprocess.Popen(
        [*likeness, "serve", "--port", "0", "--json", "--no-browser"],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    try:
        url = json.loads(process.stdout.readline() if process.stdout else "{}")["url"]
        yield Served(port=int(url.rpartition(":")[2]), key=key)
    finally:
        process.terminate()
        process.wait(60)


# ---------------------------------------------------------------- the client, a process of its own


class Connections:
    """Connections that are kept open and used by turns: HTTP/1.1, as little of it as is needed."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._free: asyncio.LifoQueue[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
        self._free = asyncio.LifoQueue()
        self._open = 0

    async def ask(self, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        """Send one request, return status and body of the answer."""
        async with self._connection() as (reader, writer):
            head = (
                f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                f"X-API-Key: {self._served.key}\r\nContent-Length: {len(body)}\r\n"
            )
            if kind:
                head += f"Content-Type: {kind}\r\n"
            writer.write(head.encode() + b"\r\n" + body)
            answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = int(answer.partition("content-length: ")[2].partition("\r\n")[0])
            return int(answer[9:12]), await reader.readexactly(length)

    @asynccontextmanager
    async def _connection(
        self,
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        if self._free.empty() and self._open < CONNECTIONS:
            self._open += 1
            found = await asyncio.open_connection("127.0.0.1", self._served.port)
        else:
            found = await self._free.get()
        yield found
        self._free.put_nowait(found)


async def json_of(connections: Connections, path: str) -> Any:
    """Return the answer to one request as JSON."""
    status, body = await connections.ask(path)
    if status != 200:
        raise RuntimeError(f"{path}: {status} {body[:200]!r}")
    return json.loads(body)


async def targets(connections: Connections) -> tuple[list[str], list[str]]:
    """Return paths of pages and of thumbnails, anywhere in the library."""
    draw = random.Random(1)
    people = (await json_of(connections, "/api/v1/people?limit=50"))["items"]
    months = [row["month"] for row in await json_of(connections, "/api/v1/photos/months")]
    pages, photos = [f"/api/v1/photos?limit={PAGE}"], list[str]()
    cursor = None
    for _ in range(20):  # plain pages, each a stretch further
        path = f"/api/v1/photos?limit=500{f'&cursor={cursor}' if cursor else ''}"
        found = await json_of(connections, path)
        photos += [row["photo"] for row in found["items"]]
        cursor = found["next"]
        if cursor is None:
            break
        pages.append(f"/api/v1/photos?limit={PAGE}&cursor={cursor}")
    pages += [f"/api/v1/photos?limit={PAGE}&person={row['person']}" for row in people[:20]]
    for month in [month for month in months if month][::12]:
        pages.append(f"/api/v1/photos?limit={PAGE}&since={month}-01T00:00:00")
    thumbnails = [f"/api/v1/photos/{photo}/thumbnail?side={draw.choice(SIDES)}" for photo in photos]
    return pages, thumbnails


async def browse(
    connections: Connections, rate: float, seconds: float
) -> tuple[list[float], list[float], int]:
    """Ask at *rate* for so long; return milliseconds of pages, of thumbnails, and the failures."""
    pages, thumbnails = await targets(connections)
    draw = random.Random(2)
    paths = [
        draw.choice(pages) if number % 5 == 0 else draw.choice(thumbnails)
        for number in range(int(rate * seconds))
    ]
    results = await paced(connections, [(path, b"", "") for path in paths], rate)
    failures = sum(status not in {200, 304} for _, status in results)
    both: dict[bool, list[float]] = {True: [], False: []}
    for path, (took, _) in zip(paths, results, strict=True):
        both["thumbnail" in path].append(took)
    return both[False], both[True], failures


async def paced(
    connections: Connections, requests: Sequence[tuple[str, bytes, str]], rate: float
) -> list[tuple[float, int]]:
    """Send each request when it is due; return milliseconds since then, and the status."""
    begin = time.perf_counter() + 0.2

    async def one(number: int, path: str, body: bytes, kind: str) -> tuple[float, int]:
        due = begin + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        status, _ = await connections.ask(path, body, kind)
        return 1000 * (time.perf_counter() - due), status

    return await asyncio.gather(*(one(n, *request) for n, request in enumerate(requests)))


async def find(
    connections: Connections, count: int, photos: Sequence[Path]
) -> dict[str, list[float]]:
    """Search by faces of the library and by photos; return milliseconds of each."""
    draw = random.Random(3)
    _, thumbnails = await targets(connections)
    faces = []
    for path in draw.sample(thumbnails, 2 * count):
        shown = await json_of(connections, path.partition("/thumbnail")[0])
        faces += [row["face"] for row in shown["faces"] if row["status"] == "ok"]
    by_face = [
        (
            "/api/v1/find",
            json.dumps({"samples": [{"face": draw.choice(faces)}], "limit": 100}).encode(),
            "application/json",
        )
        for _ in range(count)
    ]
    by_photo = [
        ("/api/v1/find/quick", *multipart(draw.choice(photos)))
        for _ in range(count if photos else 0)
    ]
    await paced(connections, [*by_face[:2], *by_photo[:2]], 0.5)  # models are loaded, tables learnt
    out = {}
    for name, requests in (("by face", by_face), ("by photo", by_photo)):
        results = await paced(connections, requests, FINDS_PER_SECOND)
        if any(status != 200 for _, status in results):
            raise RuntimeError(f"{name}: {[status for _, status in results]}")
        out[name] = [took for took, _ in results]
    return out


def multipart(photo: Path) -> tuple[bytes, str]:
    """Return a form with one file, and its type."""
    mark = "likeness-load"
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="picture"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = head.encode() + photo.read_bytes() + f"\r\n--{mark}--\r\n".encode()
    return body, f"multipart/form-data; boundary={mark}"


def client(port: int, key: str, what: str, rate: float, seconds: float) -> None:
    """Do one kind of asking and print what it took."""
    connections = Connections(Served(port=port, key=key))

    async def run() -> dict[str, Any]:
        if what == "browse":
            pages, thumbnails, failures = await browse(connections, rate, seconds)
            return {"page": pages, "thumbnail": thumbnails, "failures": failures}
        photos = sorted((SHARED / "scenes").glob("*.jpg"))[:20] if SHARED.is_dir() else []
        return {**await find(connections, int(rate * seconds), photos), "failures": 0}

    print(json.dumps(asyncio.run(run())))


# ---------------------------------------------------------------- the measurement


def asked(served: Served, what: str, rate: float, seconds: float) -> dict[str, Any]:
    """Let a client in a process of its own ask."""
    command = [sys.executable, __file__, "--client", str(served.port), served.key]
    command += ["--what", what, "--rate", str(rate), "--seconds", str(seconds)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that *share* of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def summary(told: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return p50, p95 and p99 in milliseconds of each kind of request."""
    return {
        name: {
            "requests": len(values),
            **{f"p{int(100 * at)}": round(percentile(values, at), 1) for at in (0.5, 0.95, 0.99)},
        }
        for name, values in told.items()
        if name != "failures" and values
    }


@contextmanager
def adding(library: Path, place: Path) -> Iterator[None]:
    """Let `likeness add` read photos all the while, as a worker does: all are different."""
    photos = sorted((SHARED / "trip").glob("*.jpg")) or sorted((SHARED / "scenes").glob("*.jpg"))
    folder = place / "incoming"
    folder.mkdir()
    for number in range(ADDED):
        photo = photos[number % len(photos)]
        (folder / f"{number}.jpg").write_bytes(
            photo.read_bytes() + f"{number} {time.time_ns()}".encode()
        )
    likeness = [sys.executable, "-m", "likeness", "--library", str(library)]
    process = subprocess.Popen(
        ["/usr/bin/nice", "-n", "10", *likeness, "add", str(folder), "--no-group"],
        env=os.environ | {"LIKENESS_RUNTIME__THREADS": str(max(1, (os.cpu_count() or 1) - 1))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(8)  # models are loaded, reading began
    try:
        yield
        if process.poll() is not None:
            raise RuntimeError("The photos were added before the measurement ended.")
    finally:
        process.kill()
        process.wait()


def measure(library: Path, *, seconds: float, place: Path) -> dict[str, Any]:
    """Measure one server on one library, which the adding changes."""
    out: dict[str, Any] = {}
    with serving(library) as served:
        out["find"] = summary(asked(served, "find", FINDS_PER_SECOND, seconds))
        asked(served, "browse", 50, 3)  # what is made on first use is made
        told = asked(served, "browse", PER_SECOND, seconds)
        out["alone"], failures = summary(told), told["failures"]
        if SHARED.is_dir():
            with adding(library, place):
                told = asked(served, "browse", PER_SECOND_ADDING, seconds)
            out["adding"] = summary(told)
            failures += told["failures"]
        out["failures"] = failures
    return out


def table(found: dict[str, Any]) -> str:
    """Return the figures as people read them."""
    names = {
        "alone": f"{PER_SECOND}/s",
        "adding": f"{PER_SECOND_ADDING}/s while photos are added",
        "find": f"search, {FINDS_PER_SECOND}/s",
    }
    lines = [f"{'':<32}{'':<11}{'requests':>9}{'p50':>8}{'p95':>8}{'p99':>8} ms"]
    for key, title in names.items():
        for what, row in found.get(key, {}).items():
            lines.append(
                f"{title:<32}{what:<11}{row['requests']:>9}"
                f"{row['p50']:>8}{row['p95']:>8}{row['p99']:>8}"
            )
    return "\n".join([*lines, f"failed: {found['failures']}"])


def main() -> None:
    """Make the library, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument(
        "--library",
        type=Path,
        help="a generated one that is there; a key and some photos more will be in it",
    )
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--client", nargs=2, metavar=("PORT", "KEY"), help=argparse.SUPPRESS)
    parser.add_argument("--what", default="browse", help=argparse.SUPPRESS)
    parser.add_argument("--rate", type=float, default=1, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.client:
        client(int(chosen.client[0]), chosen.client[1], chosen.what, chosen.rate, chosen.seconds)
        return
    with tempfile.TemporaryDirectory() as folder:
        place, library = Path(folder), Path(folder) / "library"
        if chosen.library:
            library = chosen.library
        else:
            made = [sys.executable, str(HERE / "synthetic.py"), str(library)]
            subprocess.run([*made, "--photos", str(chosen.photos)], check=True)
        found = measure(library, seconds=chosen.seconds, place=place)
    print(table(found))
    print("; ".join(describe().values()))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
