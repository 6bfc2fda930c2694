"""The visitors of a server that is killed again and again: they note what it acknowledged.

Started by server_kill.py with its orders (`Orders`) as JSON on the command line. Four visitors send
photos in pieces, ask for folders to be added, and name, merge and split people, all at once, until
the end of stdin; uploads under way are then brought to their end. Prints the ledger, one JSON line.

What was acknowledged: an answer of 2xx that was read to its end. Everything else may or may not
have happened.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import album
import httpx

API = "/api/v1"
PAUSE = 0.05  # seconds between two attempts, and between two decisions
PATIENCE = 20.0  # seconds for an answer
ADD_SECONDS = 4.0  # how long a folder is waited for before the next one
FOLDER_PHOTOS = 4
AGAIN_CHANCE = 0.2  # that a photo is sent which was sent before
UPLOADERS = 2

MOST_TEXT = 200  # characters of an answer that are told

REFUSALS = {
    HTTPStatus.NOT_FOUND,  # a person that another decision took away
    HTTPStatus.CONFLICT,
    HTTPStatus.SERVICE_UNAVAILABLE,
}


@dataclass(frozen=True)
class Orders:
    """What the visitors are told."""

    url: str
    key: str
    uploads: list[str]  # photos to send copies of
    photos: list[str]  # to put copies of into folders
    folders: str  # where to put folders with new photos
    piece: int  # bytes of an upload that are sent at once
    seed: int


@dataclass
class Ledger:
    """What was acknowledged."""

    uploads: list[dict[str, Any]] = field(default_factory=list)  # whole: upload, photo
    pieces: int = 0  # of uploads
    resumed: int = 0  # uploads that went on after a piece without an answer
    folders: list[dict[str, Any]] = field(default_factory=list)  # job, photos
    jobs: list[str] = field(default_factory=list)
    edits: list[dict[str, Any]] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)
    names: dict[str, str | None] = field(default_factory=dict)  # None: it is not known which
    gone: list[str] = field(default_factory=list)  # people who were merged into others, perhaps
    broken: int = 0  # requests without an answer
    refused: int = 0
    wrong: list[str] = field(default_factory=list)  # answers that break a promise


class BrokenError(Exception):
    """No answer came."""


class BrokenPromiseError(Exception):
    """The server has lost something that it acknowledged."""


class Visitor:
    """Asks the server; shares the ledger with the others."""

    def __init__(self, orders: Orders, ledger: Ledger, stop: threading.Event, number: int) -> None:
        self.orders = orders
        self.ledger = ledger
        self.stop = stop
        self.random = random.Random(f"{orders.seed} {number}")
        self.number = number
        self._client = httpx.Client(
            base_url=orders.url + API, headers={"X-API-Key": orders.key}, timeout=PATIENCE
        )

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Ask once. Raises `BrokenError`."""
        try:
            answer = self._client.request(method, path, **options)
        except httpx.TransportError as error:
            self.ledger.broken += 1
            time.sleep(PAUSE)
            raise BrokenError from error
        if not answer.is_success:
            self.ledger.refused += 1
            if answer.status_code not in REFUSALS:
                self.ledger.wrong.append(
                    f"{method} {path}: {answer.status_code} {answer.text[:MOST_TEXT]}"
                )
        return answer

    def insist(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Ask until there is an answer that is neither "busy" nor none."""
        while True:
            try:
                answer = self.ask(method, path, **options)
            except BrokenError:
                continue
            if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                return answer
            time.sleep(PAUSE)


# ---------------------------------------------------------------- uploads


class Uploader(Visitor):
    """Sends photos, piece by piece; goes on where the server says after each interruption."""

    def run(self) -> None:
        """Send one photo after the other."""
        sent: list[bytes] = []
        for number in itertools.count():
            if self.stop.is_set():
                return
            if sent and self.random.random() < AGAIN_CHANCE:
                self.send(self.random.choice(sent))
                continue
            source = Path(self.random.choice(self.orders.uploads))
            data = album.distinct(source.read_bytes(), 10_000_000 * (1 + self.number) + number)
            if data is not None:
                self.send(data)
                sent.append(data)

    def send(self, data: bytes) -> None:
        """Send one photo, to its end."""
        order = {"name": "a photo.jpg", "bytes": len(data)}
        answer = self.insist("POST", "/uploads", json=order)
        if not answer.is_success:
            self.ledger.wrong.append(f"an upload is refused: {answer.text}")
            return
        upload = answer.json()["upload"]["upload"]
        try:
            told = self.send_pieces(upload, data)
        except BrokenPromiseError as error:
            self.ledger.wrong.append(str(error))
            return
        photo = hashlib.sha256(data).hexdigest()
        if told["photo"] != photo:
            self.ledger.wrong.append("an upload has another SHA-256 than what was sent")
        self.ledger.uploads.append({"upload": upload, "photo": photo})
        if told.get("job"):
            self.ledger.jobs.append(told["job"])

    def send_pieces(self, upload: str, data: bytes) -> dict[str, Any]:
        """Send the pieces of a photo; return the last answer."""
        at, is_broken = 0, False
        while True:
            answer, is_whole = self.send_piece(upload, at, data[at : at + self.orders.piece])
            if not answer.is_success:
                raise BrokenPromiseError(f"an upload is gone at {at} bytes: {answer.text}")
            told: dict[str, Any] = answer.json()
            if told["offset"] < at:
                raise BrokenPromiseError(f"{at} bytes were acknowledged, {told['offset']} are kept")
            if not is_whole and not is_broken:
                self.ledger.resumed += 1
                is_broken = True
            self.ledger.pieces += told["offset"] > at
            at = told["offset"]
            if told["complete"]:
                return told
            time.sleep(PAUSE)

    def send_piece(self, upload: str, at: int, piece: bytes) -> tuple[httpx.Response, bool]:
        """Send a piece; return what the server says of the upload, and whether it took the piece.

        Where it does not answer, or says that the piece does not go there, it is asked.
        """
        path = f"/uploads/{upload}"
        try:
            answer = self.ask("PATCH", path, params={"offset": at}, content=piece)
        except BrokenError:
            return self.insist("GET", path), False
        if answer.status_code in REFUSALS - {HTTPStatus.NOT_FOUND}:
            time.sleep(PAUSE)
            return self.insist("GET", path), False
        return answer, True


# ---------------------------------------------------------------- folders


class Adder(Visitor):
    """Makes folders with new photos and asks for them to be added."""

    def run(self) -> None:
        """Ask for one folder after the other."""
        for number in itertools.count():
            if self.stop.is_set():
                return
            folder = Path(self.orders.folders) / f"{number:04d}"
            folder.mkdir()
            files = [Path(self.random.choice(self.orders.photos)) for _ in range(FOLDER_PHOTOS)]
            start = 1_000_000 + number * FOLDER_PHOTOS
            copies = [album.distinct(file.read_bytes(), start + i) for i, file in enumerate(files)]
            photos = [copy for copy in copies if copy is not None]
            for i, photo in enumerate(photos):
                (folder / f"{i}.jpg").write_bytes(photo)
            answer = self.insist("POST", "/sources", json={"path": str(folder)})
            if not answer.is_success:
                self.ledger.wrong.append(f"a folder is refused: {answer.text}")
                continue
            job = answer.json()["job"]
            self.ledger.jobs.append(job)
            hashes = [hashlib.sha256(photo).hexdigest() for photo in photos]
            self.ledger.folders.append({"job": job, "photos": hashes})
            self.wait_for(job)

    def wait_for(self, job: str) -> None:
        """Wait until a job is done, but not for long."""
        deadline = time.monotonic() + ADD_SECONDS
        while time.monotonic() < deadline and not self.stop.is_set():
            answer = self.insist("GET", f"/jobs/{job}")
            if not answer.is_success:
                self.ledger.wrong.append(f"a job is gone: {answer.text}")
                return
            if answer.json()["state"] not in {"queued", "running"}:
                return
            time.sleep(4 * PAUSE)


# ---------------------------------------------------------------- decisions


class Editor(Visitor):
    """Names, merges and splits people, and takes decisions back."""

    def run(self) -> None:
        """Decide one thing after the other."""
        deeds: tuple[Callable[[list[str]], None], ...] = (
            self.name,
            self.name,
            self.merge,
            self.split,
            self.undo,
        )
        while not self.stop.is_set():
            time.sleep(PAUSE)
            try:
                people = self.ask("GET", "/people", params={"limit": 100})
                if not people.is_success or not people.json()["items"]:
                    time.sleep(4 * PAUSE)
                    continue
                known = [row["person"] for row in people.json()["items"]]
                self.random.choice(deeds)(known)
            except BrokenError:
                continue

    def name(self, people: list[str]) -> None:
        """Give somebody a name that nobody had."""
        person = self.random.choice(people)
        name = f"Name {self.random.randrange(10**12)}"
        self.ledger.names[person] = None
        answer = self.ask("PATCH", f"/people/{person}", json={"name": name})
        if answer.is_success:
            self.ledger.names[person] = name
            self.ledger.edits += answer.json()

    def merge(self, people: list[str]) -> None:
        """Join two people, now and then: else there would soon be one."""
        if len(people) < 3 or self.random.random() < 0.5:
            return
        one, other = self.random.sample(people, 2)
        self.ledger.gone.append(other)
        self.ledger.names[one] = None  # it may have got the name of the other
        answer = self.ask("POST", f"/people/{one}/merge", json={"others": [other]})
        if answer.is_success:
            self.ledger.edits.append(answer.json())

    def split(self, people: list[str]) -> None:
        """Make a new person of a face."""
        person = self.random.choice(people)
        faces = self.ask("GET", "/faces", params={"person": person, "limit": 100})
        if not faces.is_success or len(faces.json()["items"]) < 2:
            return
        face = self.random.choice(faces.json()["items"])["face"]
        answer = self.ask("POST", f"/people/{person}/split", json={"faces": [face]})
        if answer.is_success:
            self.ledger.edits.append(answer.json()["edit"])

    def undo(self, people: list[str]) -> None:
        """Take back a name."""
        del people
        named = [edit for edit in self.ledger.edits if edit["kind"] == "name"]
        if not named or self.random.random() < 0.5:
            return
        edit = self.random.choice(named)
        if edit["edit"] in self.ledger.undone:
            return
        for person in self.ledger.names:
            if person in edit["what"]:
                self.ledger.names[person] = None
        answer = self.ask("POST", f"/edits/{edit['edit']}/undo")
        if answer.is_success:
            self.ledger.edits.append(answer.json())
            self.ledger.undone.append(edit["edit"])


# ---------------------------------------------------------------- all of them


def guarded(visitor: Uploader | Adder | Editor) -> None:
    """Run a visitor; what goes wrong in it is no success either."""
    try:
        visitor.run()
    except Exception as error:
        visitor.ledger.wrong.append(f"{type(visitor).__name__}: {error!r}")


def main() -> None:
    """Run until the end of stdin."""
    orders = Orders(**json.loads(sys.argv[1]))
    ledger, stop = Ledger(), threading.Event()
    visitors: list[Uploader | Adder | Editor] = [
        *(Uploader(orders, ledger, stop, number) for number in range(UPLOADERS)),
        Adder(orders, ledger, stop, UPLOADERS),
        Editor(orders, ledger, stop, UPLOADERS + 1),
    ]
    threads = [threading.Thread(target=guarded, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    stop.set()
    for thread in threads:
        thread.join()
    print(json.dumps(asdict(ledger)))


if __name__ == "__main__":
    main()
