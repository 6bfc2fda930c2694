"""Break the connections to PostgreSQL, S3 and Qdrant at random: is the library the same after?

    python benchmarks/faults.py --runs 200

One story (photos from a bucket are added, people named, corrected, found and forgotten) is told
once undisturbed, and then again and again in new stores behind proxies that cut connections after
a random number of bytes, or refuse new ones for a while. A step that fails says so and is
repeated, sometimes by a new process's Library. In the end the library must equal that of the
undisturbed run: photos, faces, people, collections, pictures byte by byte, every vector and tag of
the index; and the catalog must be sound.

PostgreSQL is the server that LIKENESS_TEST_POSTGRES names, by default the one at 127.0.0.1:5432;
S3 is moto's server; Qdrant is the server that LIKENESS_TEST_QDRANT names, or else the REST API
over the engine of qdrant-client (tests/stores/qdrant_server.py).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import random
import socketserver
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from likeness import Library  # noqa: E402 - after the path is set
from likeness.errors import LikenessError, StoreUnavailableError  # noqa: E402
from likeness.settings import (  # noqa: E402
    BlobSettings,
    CatalogSettings,
    IndexSettings,
    LibrarySettings,
)
from tests.faults.proxy import FaultyProxy  # noqa: E402
from tests.stores.postgres import fresh_schema  # noqa: E402
from tests.stores.qdrant_server import QdrantServer  # noqa: E402
from tests.stores.s3 import S3Server  # noqa: E402

PHOTOS = ROOT.parent / "shared" / "photos"
NAMES = ("007_B.jpg", "008_B.jpg", "010_2.jpg", "017_0.jpg")

STORES = ("postgresql", "s3", "qdrant")
FAULT_CHANCE = 0.75  # that the next attempt at a step meets a fault
REFUSE_CHANCE = 0.25  # that a fault is a server that takes no connections, until it is back
NEW_PROCESS_CHANCE = 0.4  # that the library is opened anew after a failure
CALM_AFTER = 6  # failures of one step after which nothing more is broken
LEAST_BYTES, MOST_BYTES = 50, 400_000  # until a cut; small ones are as likely as large ones


@dataclass
class Outcome:
    """What became of one run."""

    faults: dict[str, int]  # connections that were cut or refused, by store
    failures: int  # steps that said so, and were repeated
    reopened: int
    same: bool


# ---------------------------------------------------------------- servers


@dataclass(frozen=True)
class Servers:
    """The three servers themselves."""

    s3: S3Server
    qdrant: str
    postgres: tuple[str, int]


@contextmanager
def servers() -> Iterator[Servers]:
    """Start what is not there."""
    from moto.server import ThreadedMotoServer

    from tests.stores.postgres import server as postgres_server

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    url = postgres_server()
    with ExitStack() as stack:
        moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        moto.start()
        stack.callback(moto.stop)
        named = os.environ.get("LIKENESS_TEST_QDRANT")
        qdrant = named or stack.enter_context(QdrantServer()).url
        yield Servers(
            S3Server(moto.get_host_and_port()[1]),
            qdrant,
            (url.host or "127.0.0.1", url.port or 5432),
        )


@contextmanager
def proxies(there: Servers) -> Iterator[dict[str, FaultyProxy]]:
    """Put a proxy before each server."""
    qdrant = urlsplit(there.qdrant)
    places = {
        "postgresql": there.postgres,
        "s3": ("127.0.0.1", there.s3.port),
        "qdrant": (qdrant.hostname or "", qdrant.port or 6333),
    }
    with ExitStack() as stack:
        yield {name: stack.enter_context(FaultyProxy(*place)) for name, place in places.items()}


@contextmanager
def new_stores(there: Servers, before: dict[str, FaultyProxy]) -> Iterator[LibrarySettings]:
    """Yield the settings of empty stores, reached through proxies."""
    with fresh_schema() as url:
        proxied = make_url(url).set(host="127.0.0.1", port=before["postgresql"].port)
        yield LibrarySettings(
            catalog=CatalogSettings(
                url=proxied.render_as_string(hide_password=False), wait_seconds=20
            ),
            blobs=BlobSettings(url=f"s3://{there.s3.make_bucket()}/family"),
            index=IndexSettings(
                url=f"http://127.0.0.1:{before['qdrant'].port}", retry_seconds=1, timeout_seconds=10
            ),
            s3=there.s3.settings(endpoint=f"http://127.0.0.1:{before['s3'].port}", retry_seconds=1),
        )


def fill_bucket(there: Servers) -> str:
    """Put the photos into a new bucket; return its address."""
    bucket = there.s3.make_bucket()
    for name in NAMES:
        there.s3.put(bucket, f"album/{name}", (PHOTOS / "scenes" / name).read_bytes())
    return f"s3://{bucket}/album"


# ---------------------------------------------------------------- the story

Step = Callable[[Library, str], object]


def name_person(library: Library, _: str) -> None:
    """Name whoever is on two photos; saying it twice is saying it once."""
    person = next(row for row in library.people() if row.photos == 2)
    if person.name != "Anna":
        library.name(person.person, "Anna")


def take_out(library: Library, album: str) -> None:
    """Hold that one face is somebody called Bob."""
    face = library.faces(photo=f"{album}/010_2.jpg")[0]
    if face.name != "Bob":
        library.assign(face.face, new="Bob")


def look_for(library: Library, album: str) -> None:
    """Find a person, everywhere and in one collection."""
    sample = f"{album}/008_B.jpg"
    if library.find(sample).answer != "found":
        raise AssertionError("Anna was not found.")
    if len(library.find(sample, collection="some").photos) != 1:
        raise AssertionError("Anna was not found in the collection alone.")


def forget_bob(library: Library, _: str) -> None:
    """Forget Bob, unless he is forgotten already."""
    if any(row.name == "Bob" for row in library.people()):
        library.forget_person("Bob")


STORY: dict[str, Step] = {
    "add": lambda library, album: library.add(album),
    "name": name_person,
    "assign": take_out,
    "collect": lambda library, album: library.create_collection(
        "some", [f"{album}/{name}" for name in NAMES[1:]]
    ),
    "find": look_for,
    "forget": forget_bob,
    "add again": lambda library, album: library.add(album),
    "find again": look_for,
}


class Telling:
    """One run of the story, with whatever faults the seed brings."""

    def __init__(
        self,
        folder: Path,
        settings: LibrarySettings,
        before: dict[str, FaultyProxy],
        chance: random.Random | None,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.proxies = before
        self.chance = chance
        self.refused = dict.fromkeys(STORES, 0)
        self.failures = 0
        self.reopened = 0
        self.library: Library | None = None

    def tell(self, album: str) -> dict[str, Any]:
        """Take every step until it succeeds; return what the library is then."""
        try:
            for step in STORY.values():
                self._until_done(step, album)
            self._heal()
            return state_of(self._opened())
        finally:
            self._heal()
            if self.library is not None:
                self.library.close()

    def _until_done(self, step: Step, album: str) -> None:
        for attempt in range(1000):
            if attempt < CALM_AFTER:
                self._break_something()
            else:
                self._heal()
            try:
                step(self._opened(), album)
            except StoreUnavailableError:
                self.failures += 1
                self._heal()
                self._perhaps_start_anew()
                continue
            return
        raise AssertionError("A step never succeeded.")

    def _opened(self) -> Library:
        if self.library is None:
            self.library = Library.open(self.folder, settings=self.settings)
        return self.library

    def _break_something(self) -> None:
        if self.chance is None or self.chance.random() > FAULT_CHANCE:
            return
        store = self.chance.choice(STORES)
        if self.chance.random() < REFUSE_CHANCE:
            self.proxies[store].refuse()
            self.refused[store] += 1
        else:
            share = self.chance.random()
            self.proxies[store].cut_after(int(LEAST_BYTES * (MOST_BYTES / LEAST_BYTES) ** share))

    def _heal(self) -> None:
        for proxy in self.proxies.values():
            proxy.heal()

    def _perhaps_start_anew(self) -> None:
        if self.chance is not None and self.chance.random() < NEW_PROCESS_CHANCE:
            if self.library is not None:
                self.library.close()
            self.library = None
            self.reopened += 1


def state_of(library: Library) -> dict[str, Any]:
    """Return all that must be the same, after having the library checked."""
    unsound = [check for check in library.doctor() if not check.ok]
    compared = library.doctor(index=True)
    blobs = library._parts.blobs
    return {
        "unsound": [asdict(check) for check in unsound],
        "index": [asdict(check) for check in compared],
        "photos": [row.sha256 for row in library.photos()],
        "faces": [
            (row.face, row.box, row.status, row.person, row.name, row.assigned_by)
            for row in library.faces(everything=True)
        ],
        "people": [(row.person, row.name, row.faces, row.photos) for row in library.people()],
        "collections": [(row.collection, row.photos) for row in library.collections()],
        "pictures": {
            key: hashlib.sha256(blobs.get(key)).hexdigest()
            for key in sorted(blobs.keys())
            if not key.startswith("library/")
        },
        "failures": library.failures(),
    }


# ---------------------------------------------------------------- many runs


def run(there: Servers, album: str, seed: int | None, folder: Path) -> tuple[Any, Outcome]:
    """Tell the story once; None as *seed*: undisturbed."""
    chance = None if seed is None else random.Random(seed)
    with proxies(there) as before, new_stores(there, before) as settings:
        telling = Telling(folder, settings, before, chance)
        state = telling.tell(album)
        faults = {name: before[name].faults + telling.refused[name] for name in STORES}
    return state, Outcome(faults, telling.failures, telling.reopened, same=True)


def differences(wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Return what is not as in the undisturbed run."""
    return [key for key in wanted if wanted[key] != found[key]]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="of the first run")
    options = parser.parse_args()
    outcomes = []
    began = time.monotonic()
    # What the servers say of requests that were cut in the middle is no news here.
    socketserver.BaseServer.handle_error = lambda *_: None  # type: ignore[method-assign]
    with servers() as there, tempfile.TemporaryDirectory() as scratch:
        album = fill_bucket(there)
        wanted, _ = run(there, album, None, Path(scratch, "undisturbed"))
        for seed in range(options.seed, options.seed + options.runs):
            try:
                found, outcome = run(there, album, seed, Path(scratch, str(seed)))
            except (LikenessError, AssertionError) as exc:
                print(f"run {seed}: {type(exc).__name__}: {exc}", flush=True)
                outcomes.append(Outcome(dict.fromkeys(STORES, 0), 0, 0, same=False))
                continue
            wrong = differences(wanted, found)
            outcome.same = not wrong
            outcomes.append(outcome)
            said = "same library" if outcome.same else f"DIFFERENT: {', '.join(wrong)}"
            print(
                f"run {seed}: {sum(outcome.faults.values())} faults, {outcome.failures} steps "
                f"failed, {outcome.reopened} times opened anew: {said}",
                flush=True,
            )
    same = sum(outcome.same for outcome in outcomes)
    print(f"{same} of {len(outcomes)} runs end in the same library")
    print(
        json.dumps(
            {
                "benchmark": "faults",
                "runs": len(outcomes),
                "same": same,
                "faults": {
                    name: sum(outcome.faults[name] for outcome in outcomes) for name in STORES
                },
                "failures": sum(outcome.failures for outcome in outcomes),
                "reopened": sum(outcome.reopened for outcome in outcomes),
                "real_qdrant": bool(os.environ.get("LIKENESS_TEST_QDRANT")),
                "seconds": round(time.monotonic() - began, 1),
            }
        )
    )
    sys.exit(same != len(outcomes))


if __name__ == "__main__":
    main()
