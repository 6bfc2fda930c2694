"""Files come in: announced, sent piece by piece, checked, put in place, and then added."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from likeness.catalog.base import PhotoFilter
from likeness.catalog.names import clean_name
from likeness.errors import (
    LikenessError,
    PhotoError,
    UnknownUploadError,
    UploadError,
    UploadOffsetError,
    UploadTakenError,
    UploadTooLargeError,
)
from likeness.imaging.formats import sniff
from likeness.types import Job, PhotoId, Upload, UploadId
from likeness.workflows.parts import Parts
from likeness.workflows.uploads.folder import UploadsFolder, named_as_picture
from likeness.workflows.uploads.part import CHUNK, Part, size_of
from likeness.workflows.uploads.settling import put_in

log = logging.getLogger(__name__)

KEPT = timedelta(hours=24)
"""After it was last touched an unfinished upload is given up, and a finished one not told of."""

MOST_EACH = 1000
"""Unfinished uploads of one visitor."""

LONGEST_NAME = 500  # characters

Outcome = Literal["stored", "duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What came of announcing a file: an upload, or the photo that is known already."""

    upload: Upload | None
    photo: PhotoId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A file that came whole."""

    outcome: Outcome  # "duplicate": the library has the photo, and nothing was stored
    photo: PhotoId
    job: Job | None  # that adds it; None: nobody could be asked, so the next `add` does
    path: Path | None = None  # where it was stored


class Uploads:
    """The files that come in to one library. Safe to share between threads and servers.

    What is acknowledged is on the disk. How far an upload is, its part file says: its size.

    Args:
        parts: The library.
        ask: Asks for the job that adds what came; told who asks.
        clock: Says what time it is, in UTC.
    """

    def __init__(
        self,
        parts: Parts,
        ask: Callable[[str], Job],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._parts = parts
        self._store = parts.catalog.uploads
        self._ask = ask
        self._clock = clock
        self._settings = parts.settings.serve
        self._place = UploadsFolder(parts.folder, parts.settings.serve)

    @property
    def folder(self) -> Path:
        """Where uploaded photos lie."""
        return self._place.path

    # ------------------------------------------------------------ piece by piece

    def begin(
        self,
        name: str,
        size: int,
        *,
        sha256: str | None = None,
        collection: str | None = None,
        who: str = "",
    ) -> Begun:
        """Announce a file.

        Args:
            name: As its owner calls it; only its last part counts, made safe.
            size: Bytes that it has.
            sha256: Of the file, if its owner knows: a photo that is here need not be sent.
            collection: Where to put the photo; made if there is none.
            who: Sends it; nobody else may go on with it.

        Raises:
            UploadTooLargeError: It is larger than `serve.max_upload`.
            UploadError: It is empty, or was forgotten on purpose.
            UsageError: The collection cannot have this name.
            LibraryBusyError: Too much is on its way already.
        """
        self._require_size(size)
        wanted = None if collection is None else clean_name(collection, "collection")
        if sha256 is not None and (known := self._known(PhotoId(sha256))) is not None:
            if wanted is not None:
                put_in(self._parts, wanted, known)
            return Begun(upload=None, photo=known)
        self.give_up_old()
        self._place.prepare()
        now = self._clock().isoformat(timespec="seconds")
        upload = Upload(
            upload=UploadId(f"u{secrets.token_hex(16)}"),
            name=name[:LONGEST_NAME],
            bytes=size,
            sha256=None if sha256 is None else PhotoId(sha256),
            collection=wanted,
            who=who,
            created=now,
            touched=now,
            complete=False,
        )
        most = self._settings.uploads_bytes
        self._store.add(upload, most_bytes=most, most_each=MOST_EACH)
        return Begun(upload=upload)

    def get(self, upload: str, *, who: str = "") -> Upload:
        """Return how far an upload is; one that is whole for a day longer.

        Raises:
            UnknownUploadError: No such upload of theirs.
        """
        found = self._store.get(UploadId(upload))
        if found.who != who:
            raise UnknownUploadError("You have no such upload.")
        return self._measured(found)

    def unfinished(self, *, who: str = "") -> list[Upload]:
        """Return their uploads that are not whole, the oldest first."""
        return [self._measured(row) for row in self._store.all(who) if not row.complete]

    @contextmanager
    def receiving(
        self, upload: str, offset: int, *, length: int | None = None, who: str = ""
    ) -> Iterator[Receiver]:
        """Yield what takes the next bytes of an upload; nobody else adds to it meanwhile.

        Whatever comes is kept, also where the sender goes away in the middle; except if it is more
        than was announced: then nothing of it is.

        Args:
            upload: Which.
            offset: Where the sender believes the next byte to go.
            length: How many will come, if that is known.
            who: Sends them.

        Raises:
            UnknownUploadError: No such upload of theirs.
            UploadOffsetError: The next byte goes elsewhere.
            UploadTakenError: Somebody else is sending.
            UploadTooLargeError: More is to come than was announced.
        """
        found = self.get(upload, who=who)
        if found.complete:
            raise UploadOffsetError(found.bytes, "This upload is whole already.")
        self._place.prepare()
        with Part(self._place.part(found.upload)) as part:
            self._store.get(found.upload)  # it was not given up before we held it
            if part.size != offset:
                raise UploadOffsetError(
                    part.size, f"The next byte goes to {part.size:,}, not to {offset:,}."
                )
            receiver = Receiver(part, found.bytes)
            receiver.require_room(length or 0)
            try:
                yield receiver
            finally:
                part.sync()
                self._store.touch(found.upload, self._clock())

    def finish(self, upload: str, *, who: str = "") -> Arrived | None:
        """Check an upload that came whole and put it in place; None: it is not whole yet.

        Raises:
            UnknownUploadError: No such upload of theirs.
            UploadTakenError: Somebody else is sending or settling it.
            UploadError: It is not what was announced, or was forgotten on purpose: it is deleted.
            PhotoError: It is no picture: it is deleted.
        """
        found = self.get(upload, who=who)
        if found.complete and found.sha256 is not None:
            return Arrived(outcome="duplicate", photo=found.sha256, job=None)
        with Part(self._place.part(found.upload)) as part:
            if part.size < found.bytes:
                return None
            try:
                arrived = self._settled(part, found)
            except (UploadError, PhotoError):
                self._store.remove(found.upload)
                part.remove()
                raise
            if arrived.outcome == "stored":  # whoever dies now, somebody adds it
                self._asked(who)
            self._store.complete(found.upload, arrived.photo, self._clock())
            part.remove()
        return replace(arrived, job=self._asked(who))

    def give_up(self, upload: str, *, who: str = "") -> None:
        """Delete an upload with all that came of it; a photo that is in place stays.

        Raises:
            UnknownUploadError: No such upload of theirs.
            UploadTakenError: Something of it is being sent.
        """
        self._discard(self.get(upload, who=who).upload)

    def give_up_old(self) -> int:
        """Delete the uploads of which nothing came for a day; return how many."""
        last = self._clock() - KEPT
        rows = self._store.all()
        old = [row for row in rows if datetime.fromisoformat(row.touched) < last]
        gone = 0
        for row in old:
            if row.complete and row.collection is not None:
                continue  # nobody added it yet
            with suppress(UploadTakenError):
                self._discard(row.upload)
                gone += 1
        known = {row.upload for row in rows}
        for upload, file in self._place.parts():
            if upload not in known and _age(file) > KEPT.total_seconds():
                with suppress(LikenessError), Part(file) as part:
                    part.remove()
        return gone

    # ------------------------------------------------------------ in one go

    def take(
        self, file: Path, name: str, *, collection: str | None = None, who: str = ""
    ) -> Arrived:
        """Take in a whole file, which stays where it is.

        Args:
            file: On this machine.
            name: As its owner calls it.
            collection: Where to put the photo.
            who: Brings it.

        Raises:
            UploadTooLargeError: It is larger than `serve.max_upload`.
            UploadError: It is empty, or was forgotten on purpose.
            PhotoError: It is no picture.
            LibraryBusyError: Too much is on its way already.
        """
        begun = self.begin(name, file.stat().st_size, collection=collection, who=who)
        if begun.upload is None:
            raise AssertionError("nobody said which photo it is")
        upload = begun.upload.upload
        try:
            with (
                open(file, "rb") as source,
                self.receiving(upload, 0, who=who) as receiver,
            ):
                while piece := source.read(CHUNK):
                    receiver.write(piece)
            arrived = self.finish(upload, who=who)
        except BaseException:
            with suppress(LikenessError):
                self._discard(upload)
            raise
        if arrived is None:
            self._discard(upload)
            raise UploadError("The file became shorter while it was read: send it again.")
        return arrived

    # ------------------------------------------------------------ within

    def _require_size(self, size: int) -> None:
        most = self._settings.max_upload
        if size > most:
            raise UploadTooLargeError(f"A file may have {most:,} bytes at most, not {size:,}.")
        if size < 1:
            raise UploadError("The file is empty: there is nothing to send.")

    def _measured(self, upload: Upload) -> Upload:
        if upload.complete:
            return replace(upload, offset=upload.bytes)
        return replace(upload, offset=min(size_of(self._place.part(upload.upload)), upload.bytes))

    def _known(self, photo: PhotoId) -> PhotoId | None:
        """Return the photo if it is here with a file of its own.

        Raises:
            UploadError: It was forgotten on purpose.
        """
        if self._parts.catalog.skipped({photo}):
            raise UploadError("This photo was forgotten on purpose: it is not taken in again.")
        found = list(self._parts.catalog.photos(PhotoFilter(ids=(photo,))))
        return photo if found and not found[0].missing else None

    def _settled(self, part: Part, upload: Upload) -> Arrived:
        """Check a whole file and put it in place."""
        kind = sniff(part.beginning())
        photo = part.digest()
        if upload.sha256 not in {None, photo}:
            raise UploadError(
                "What came is not what was announced: its SHA-256 differs. Send it again."
            )
        if self._known(photo) is not None:
            return Arrived(outcome="duplicate", photo=photo, job=None)
        name = named_as_picture(upload.name, kind)
        path = self._place.place(part, name, photo, self._clock())
        return Arrived(outcome="stored", photo=photo, job=None, path=path)

    def _asked(self, who: str) -> Job | None:
        """Ask for the job that adds it. What is in place stays so, whoever can be asked or not."""
        try:
            return self._ask(who)
        except LikenessError as exc:
            log.warning("Nobody could be asked to add an upload: %s", type(exc).__name__)
            return None

    def _discard(self, upload: UploadId) -> None:
        path = self._place.part(upload)
        if path.exists():
            with Part(path) as part:
                part.remove()
        self._store.remove(upload)


class Receiver:
    """Takes the next bytes of one upload.

    Args:
        part: What has come of it.
        bytes: That it has when it is whole.
    """

    def __init__(self, part: Part, bytes: int) -> None:  # noqa: A002 - as everywhere
        self._part = part
        self._bytes = bytes
        self._start = part.size

    @property
    def offset(self) -> int:
        """Where the next byte goes."""
        return self._part.size

    def require_room(self, count: int) -> None:
        """Raise `UploadTooLargeError` if so many more bytes are more than were announced."""
        if self._part.size + count > self._bytes:
            self._part.cut(self._start)
            raise UploadTooLargeError(
                f"This upload was announced with {self._bytes:,} bytes: there are more."
            )

    def write(self, data: bytes) -> None:
        """Add bytes to what has come.

        Raises:
            UploadTooLargeError: There are more than were announced.
            StoreUnavailableError: The disk is full, for instance.
        """
        self.require_room(len(data))
        self._part.write(data)


def _age(file: Path) -> float:
    """Return for how many seconds nobody wrote to a file; 0 if it is gone."""
    try:
        return time.time() - file.stat().st_mtime
    except OSError:
        return 0.0
