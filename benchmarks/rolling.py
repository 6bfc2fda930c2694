"""Restart two servers behind nginx one after the other, while visitors come: who notices?

    python benchmarks/rolling.py --rounds 10

Two `likeness serve` and two `likeness worker` over one library in PostgreSQL (the server that
LIKENESS_TEST_POSTGRES names, or that at 127.0.0.1:5432; a schema of its own), Debian's nginx with
the configuration of deploy/ in front, and visitors in a process of their own (visitors.py) who turn
pages, look at pictures, name people, find faces and listen to the news. Every round ends each
server with SIGTERM, as a service manager does, starts it again and waits until it is ready.

Every request has to be answered: an error of 500 or more, a refusal or a broken connection is a
failure. Streams of news may end, and come back. Each decision must be in the history exactly once,
the unanswered ones at most once. Prints a table and, last, one JSON line; the exit status is 1 if
anything failed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import album
from served import LIKENESS, Server, settings
from visitors import Orders

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from likeness import Library
from likeness.settings import CatalogSettings, LibrarySettings
from tests.deploy.proxy import Proxy, proxying
from tests.stores.postgres import fresh_schema

PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "photos" / "digiface"
COPIES = 24
VISITORS = 24
PAUSE = 0.3  # seconds of each visitor between two requests
CALM_SECONDS = 1.0  # between two restarts, and before the first and after the last

FREE = {"rate": "100000r/m", "burst": "10000", "find_rate": "100000r/m"}
"""What nginx lets through of one address: here all visitors are one."""

EVERY = 10**6


@contextmanager
def working(server: Server, environment: Mapping[str, str], count: int) -> Iterator[None]:
    """Run the workers until the block is left."""
    command = [*LIKENESS, "--library", str(server.library), "worker", "--quiet"]
    workers = [subprocess.Popen(command, env=os.environ | dict(environment)) for _ in range(count)]
    try:
        yield
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()


def prepared(database: str, scratch: Path) -> str:
    """Make the library, with some photos and an owner; return a key to it."""
    (scratch / "photos").mkdir()
    album.copy(album.photos_in([PHOTOS]), scratch / "photos", COPIES)
    with opened(database, scratch, create=True) as library:
        library.access.create_account("anna", "seven grey herons at noon", "owner")
        _, secret = library.access.create_key("benchmark", "admin")
        library.add(scratch / "photos")
    return secret


def opened(database: str, scratch: Path, *, create: bool = False) -> Library:
    """Open the library of the servers."""
    chosen = LibrarySettings(catalog=CatalogSettings(url=database))
    return Library.open(scratch / "library", settings=chosen, create=create)


def visited(proxy: Proxy, key: str, servers: Sequence[Server], rounds: int) -> dict[str, Any]:
    """Let visitors come while the servers are restarted; return what became of their requests."""
    orders = Orders(
        url=proxy.url,
        certificate=str(proxy.certificate.certificate),
        key=key,
        visitors=VISITORS,
        pause=PAUSE,
        photos=[],
        seed=1,
    )
    client = Path(__file__).with_name("visitors.py")
    with subprocess.Popen(
        [sys.executable, str(client), json.dumps(asdict(orders))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as visitors:
        if visitors.stdout is None or not visitors.stdout.readline():
            raise SystemExit("The visitors could not begin.")
        time.sleep(CALM_SECONDS)
        ending: list[float] = []
        for number in range(rounds):
            for server in servers:
                ending.append(restarted(server))
                time.sleep(CALM_SECONDS)
            print(f"{number + 1} of {rounds} rounds", file=sys.stderr)
        told, _ = visitors.communicate()
    if visitors.returncode:
        raise SystemExit("The visitors failed.")
    return dict(json.loads(told)) | {"slowest_end": max(ending)}


def restarted(server: Server) -> float:
    """Restart a server; return how many seconds it took to end."""
    began = time.monotonic()
    server.stop()
    seconds = time.monotonic() - began
    server.start()
    server.wait_until_ready()
    return seconds


def wrong_history(library: Library, found: Mapping[str, Any]) -> list[str]:
    """Return in words which decisions are not in the history exactly once."""
    history = library.history(limit=EVERY)
    words = Counter(row.what.partition("Name ")[2] for row in history if "Name " in row.what)
    numbers = {row.edit for row in history}
    lost = [
        f"{name} is not in the history" for name, n in found["named"].items() if n not in numbers
    ]
    twice = [f"Name {name} was given {n} times" for name, n in words.items() if n > 1]
    return lost + twice


def measure(rounds: int, workers: int) -> dict[str, Any]:
    """Restart both servers so often, and return what was found."""
    with tempfile.TemporaryDirectory() as folder, fresh_schema() as database, ExitStack() as held:
        scratch = Path(folder).resolve()
        environment = settings(
            catalog__url=database,
            serve__proxies=["127.0.0.1"],
            serve__finds_per_minute=100_000,
            watch__enabled=False,
        )
        servers = [
            Server(scratch / "library", scratch / f"server{number}.log", environment)
            for number in (1, 2)
        ]
        key = prepared(database, scratch)
        for server in servers:
            held.callback(server.kill)
            server.start()
        for server in servers:
            server.wait_until_ready()
        held.enter_context(working(servers[0], environment, workers))
        (scratch / "nginx").mkdir(mode=0o755)
        addresses = [f"127.0.0.1:{server.port}" for server in servers]
        proxy = held.enter_context(proxying(scratch / "nginx", *addresses, **FREE))
        found = visited(proxy, key, servers, rounds)
        with opened(database, scratch) as library:
            wrong = wrong_history(library, found)
    return {
        "rounds": rounds,
        "restarts": rounds * len(servers),
        "answered": found["answered"],
        "requests": sum(found["answered"].values()),
        "failed": sum(found["failed"].values()),
        "failures": found["failed"],
        "what": found["what"],
        "decisions": len(found["named"]),
        "wrong": wrong[:20],
        "streams": found["streams"],
        "news": found["news"],
        "slowest": round(found["slowest"], 2),
        "slowest_end": round(found["slowest_end"], 1),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    found = measure(options.rounds, options.workers)
    for name, value in found.items():
        print(f"{name:14}{value!s:>12}")
    print(json.dumps({"benchmark": "rolling restart", **found}))
    return 1 if found["failed"] or found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
