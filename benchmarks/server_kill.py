"""Kill the server and its worker at random moments: is anything lost that it acknowledged?

    python benchmarks/server_kill.py --kills 50

A real server with its worker over a library in a file, and visitors in a process of their own
(server_kill_client.py) who send photos in pieces, ask for folders to be added, and name, merge and
split people, all at once, and keep a ledger of what was acknowledged. At random moments `kill -9`
ends the server, its worker or both; what was killed is started again, and the visitors go on.

In the end the library is compared with the ledger: every upload has its bytes, is a file that lies
there once, and a photo; every job is done; every photo of every folder is there, none twice; every
decision is in the history once, and holds; the catalog passes its check and `likeness doctor` has
nothing to say; no process was left behind. Prints a table and, last, one JSON line; the exit status
is 1 if anything was lost.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import album
import httpx
import psutil
from served import Server, settings
from server_kill_client import API, Ledger, Orders

from likeness import Library

PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "photos"
LARGEST = 150_000  # bytes of a photo that is sent: many small ones rather than few
AT_FIRST = 12  # photos, so that there are people from the beginning
PIECE = 16_384  # bytes of an upload that are sent at once
VICTIMS = ("server", "worker", "both")
LONGEST_LIFE = 4.0  # times what a start takes, until the next kill
ATTEMPTS = 20
"""jobs.attempts: here it is never the job that kills its worker."""

SETTLE_SECONDS = 300.0
LEFT_BEHIND_SECONDS = 45.0  # an orphan may finish its step, and is ended after half a minute
EVERY = 10**6


class Killings:
    """Kills what serves a library, again and again.

    Args:
        server: Not started yet.
        seed: Of the moments and the victims.
    """

    def __init__(self, server: Server, seed: int) -> None:
        self.victims: Counter[str] = Counter()
        self.processes: list[psutil.Process] = []  # all that were there when one was killed
        self._server = server
        self._random = random.Random(seed)
        self._start_seconds = 1.0

    def begin(self) -> None:
        """Start the server for the first time."""
        began = time.monotonic()
        self._server.start()
        self._server.wait_until_ready()
        self._start_seconds = time.monotonic() - began

    def strike(self) -> None:
        """Wait for a random while, kill, and start again; the new server need not answer yet."""
        time.sleep(self._random.uniform(0, LONGEST_LIFE * self._start_seconds))
        victim = self._random.choice(VICTIMS)
        worker = self._server.worker()
        self.processes += self._server.family()
        if worker is None:  # it is being started
            victim = "server"
        self.victims[victim] += 1
        if victim in {"worker", "both"} and worker is not None:
            try:
                worker.kill()
            except psutil.NoSuchProcess:
                self.victims["nobody"] += 1
        if victim in {"server", "both"}:
            self._server.kill()
            self._server.start()

    def end(self) -> None:
        """Wait until the last server that was started can work."""
        self._server.wait_until_ready()

    def left_behind(self) -> int:
        """Return how many of the processes are still there, long after the end."""
        deadline = time.monotonic() + LEFT_BEHIND_SECONDS
        while time.monotonic() < deadline and any(map(alive, self.processes)):
            time.sleep(0.2)
        return sum(map(alive, self.processes))


def alive(process: psutil.Process) -> bool:
    """Return whether a process is there and no corpse."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def visited(orders: Orders, killings: Killings, kills: int) -> Ledger:
    """Let visitors come while the server is killed; return what they were told."""
    client = Path(__file__).with_name("server_kill_client.py")
    with subprocess.Popen(
        [sys.executable, str(client), json.dumps(asdict(orders))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as visitors:
        for number in range(kills):
            killings.strike()
            print(f"{number + 1} of {kills} kills", file=sys.stderr)
        killings.end()
        told, _ = visitors.communicate()
    if visitors.returncode:
        raise SystemExit("The visitors failed.")
    return Ledger(**json.loads(told))


def settled(orders: Orders) -> dict[str, dict[str, Any]]:
    """Wait until no job waits or runs; return all jobs."""
    deadline = time.monotonic() + SETTLE_SECONDS
    key = {"X-API-Key": orders.key}
    with httpx.Client(base_url=orders.url + API, headers=key, timeout=60) as client:
        while time.monotonic() < deadline:
            waiting = {"state": ["queued", "running"], "limit": 1}
            if not client.get("/jobs", params=waiting).raise_for_status().json()["items"]:
                break
            time.sleep(0.2)
        return {row["job"]: row for row in pages(client, "/jobs")}


def pages(client: httpx.Client, path: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of all pages."""
    cursor = None
    while True:
        params = {"limit": 500} | ({"cursor": cursor} if cursor else {})
        page = client.get(path, params=params).raise_for_status().json()
        yield from page["items"]
        if (cursor := page["next"]) is None:
            return


# ---------------------------------------------------------------- what is wrong


def wrong_jobs(ledger: Ledger, jobs: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield in words which acknowledged jobs are not done."""
    for job in dict.fromkeys(ledger.jobs):
        if job not in jobs:
            yield f"job {job} is gone"
        elif jobs[job]["state"] != "done":
            yield f"job {job} ({jobs[job]['kind']}) is {jobs[job]['state']}: {jobs[job]['error']}"


def wrong_photos(ledger: Ledger, library: Library) -> Iterator[str]:
    """Yield in words what is wrong with the photos."""
    photos = Counter(photo.sha256 for photo in library.photos())
    paths = Counter(path for photo in library.photos() for path in photo.paths)
    yield from (f"photo {photo[:12]} is there {n} times" for photo, n in photos.items() if n > 1)
    yield from (f"a path is there {n} times" for n in paths.values() if n > 1)
    asked = {photo for folder in ledger.folders for photo in folder["photos"]}
    sent = {upload["photo"] for upload in ledger.uploads}
    yield from (f"photo {photo[:12]} of a folder is not there" for photo in asked - photos.keys())
    yield from (f"photo {photo[:12]} was sent and is not there" for photo in sent - photos.keys())
    files = [file for file in library.uploads.folder.glob("*/*") if file.suffix != ".part"]
    kept = Counter(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
    yield from (f"the file of {photo[:12]} is gone" for photo in sent - kept.keys())
    yield from (f"{n} files are {photo[:12]}" for photo, n in kept.items() if n > 1)


def wrong_decisions(ledger: Ledger, library: Library) -> Iterator[str]:
    """Yield in words which acknowledged decisions are not in the history once, or do not hold."""
    history = Counter(edit.edit for edit in library.history(limit=EVERY))
    rows = {edit.edit: edit for edit in library.history(limit=EVERY)}
    for edit in ledger.edits:
        number = edit["edit"]
        if history[number] != 1:
            yield f"decision {number} is in the history {history[number]} times"
            continue
        row = rows[number]
        if (row.kind, row.what, row.who) != (edit["kind"], edit["what"], edit["who"]):
            yield f"decision {number} is another one: {row.what}, not {edit['what']}"
    for number in ledger.undone:
        if number in rows and not rows[number].undone:
            yield f"decision {number} was taken back, and stands"
    names = {person.person: person.name for person in library.people(hidden=True)}
    for person, name in ledger.names.items():
        if name is not None and person not in ledger.gone and names.get(person) != name:
            yield f"{person} is called {names.get(person)}, not {name}"


def wrong_catalog(server: Server, library: Library) -> Iterator[str]:
    """Yield what the checks of Likeness itself say."""
    yield from library._parts.catalog.check()
    for line in server.run("doctor", "--json").splitlines():
        check = json.loads(line)
        if not check["ok"]:
            yield f"doctor: {check['check']}: {check['detail']}"


# ---------------------------------------------------------------- the run


def prepared(server: Server, scratch: Path, seed: int) -> Orders:
    """Make the library, with a few photos, and a key to it."""
    small = album.photos_in([PHOTOS / "digiface"])
    large = [file for file in album.photos_in([PHOTOS / "scenes"]) if file.stat().st_size < LARGEST]
    first, folders = scratch / "first", scratch / "folders"
    for folder in (first, folders):
        folder.mkdir()
    album.copy(small, first, AT_FIRST)
    server.run("add", str(first))
    return Orders(
        url=server.url,
        key=server.key(),
        uploads=[str(file) for file in large],
        photos=[str(file) for file in small],
        folders=str(folders),
        piece=PIECE,
        seed=seed,
    )


def measure(kills: int, seed: int) -> dict[str, Any]:
    """Kill so often, and return what was found."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder).resolve()
        environment = settings(
            serve__roots=[str(scratch)], jobs__attempts=ATTEMPTS, watch__enabled=False
        )
        server = Server(scratch / "library", scratch / "server.log", environment)
        orders = prepared(server, scratch, seed)
        killings = Killings(server, seed)
        began = time.monotonic()
        try:
            killings.begin()
            ledger = visited(orders, killings, kills)
            jobs = settled(orders)
            server.stop()
        finally:
            server.kill()
        lost = [*ledger.wrong, *wrong_jobs(ledger, jobs)]
        with Library.open(server.library, create=False) as library:
            lost += [*wrong_photos(ledger, library), *wrong_decisions(ledger, library)]
            lost += wrong_catalog(server, library)
            photos, people = len(list(library.photos())), len(list(library.people()))
        left = killings.left_behind()
    attempts = [row["attempts"] for row in jobs.values()]
    return {
        "kills": kills,
        "victims": dict(killings.victims),
        "seconds": round(time.monotonic() - began),
        "uploads": len(ledger.uploads),
        "pieces": ledger.pieces,
        "resumed": ledger.resumed,
        "folders": len(ledger.folders),
        "jobs": len(set(ledger.jobs)),
        "jobs_resumed": sum(number > 1 for number in attempts),
        "decisions": len(ledger.edits),
        "unanswered": ledger.broken,
        "photos": photos,
        "people": people,
        "left_behind": left,
        "lost": len(lost),
        "what": lost[:20],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    found = measure(options.kills, options.seed)
    for name, value in found.items():
        print(f"{name:14}{value!s:>12}")
    print(json.dumps({"benchmark": "server kill", **found}))
    return 1 if found["lost"] or found["left_behind"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
