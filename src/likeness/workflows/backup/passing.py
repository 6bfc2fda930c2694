"""Reading a backup through, whatever is done with its members: verifying, or restoring."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from likeness.errors import BackupError, PassphraseError
from likeness.workflows.backup import archive, manifest, members
from likeness.workflows.backup.archive import Origin
from likeness.workflows.backup.manifest import Manifest
from likeness.workflows.backup.sealed import MAGIC, Opener, is_sealed

MEBIBYTE = 2**20
IN_MEMORY = 4 * MEBIBYTE  # of the list of members; the rest goes to a temporary file


class Taker(Protocol):
    """**Protocol:** what is done with members. Nothing is proven before the end of the backup."""

    def begin(self, manifest: Manifest) -> None:
        """Take what the backup says about itself."""

    def take(self, name: str, size: int, pieces: Iterator[bytes]) -> None:
        """Take one member, whose name is on the list of patterns; *pieces* are its content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What a whole backup held."""

    manifest: Manifest
    members: int
    pictures: int
    uploads: int
    bytes: int  # of the file
    sealed: bool


def read_through(
    file: Path, passphrase: str | None, taker: Taker, tell: Callable[[int, int], None]
) -> Passed:
    """Hand every member of a backup to *taker*, and prove that it is whole.

    Args:
        file: The backup.
        passphrase: That opens it, if it is sealed.
        taker: Told of members in their order; what it took holds only if this returns.
        tell: Told how many MB were read, and of how many.

    Raises:
        BackupError: It is no backup, or it was damaged, cut off or changed.
        PassphraseError: The passphrase is not the right one, or none was given.
        LibraryVersionError: A newer Likeness wrote it.
    """
    with _opened(file) as raw, tempfile.SpooledTemporaryFile(IN_MEMORY) as seen:
        size = os.fstat(raw.fileno()).st_size
        sealed = is_sealed(raw.read(len(MAGIC)))
        raw.seek(0)
        run = _Pass(taker, seen, lambda: tell(raw.tell() // MEBIBYTE, size // MEBIBYTE))
        run.read(_unsealed(raw, passphrase) if sealed else raw)
        return run.passed(size, sealed=sealed)


def looks_like_backup(file: Path) -> bool:
    """Return whether a file begins as a backup does. Raises `BackupError` if it cannot be read."""
    with _opened(file) as raw:
        beginning = raw.read(archive.BLOCK)
    name = members.MANIFEST.encode("ascii") + b"\0"
    return is_sealed(beginning) or (len(beginning) == archive.BLOCK and beginning.startswith(name))


def _unsealed(raw: BinaryIO, passphrase: str | None) -> Opener:
    if passphrase is None:
        raise PassphraseError(
            "This backup is sealed with a passphrase: give it with --passphrase-file or "
            "--ask-passphrase."
        )
    return Opener(raw, passphrase)


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    """Open a file for reading; whatever the disk says is said in our words."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as raw:
            if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
                raise BackupError(f"{file} is no file, so it is no backup.")
            yield raw
    except OSError as exc:
        raise BackupError(f"The backup {file} cannot be read: {exc.strerror or exc}.") from exc


class _Pass:
    """One reading of one backup."""

    def __init__(self, taker: Taker, seen: IO[bytes], tell: Callable[[], None]) -> None:
        self._taker = taker
        self._seen = seen  # a line for each member, to be held against the backup's own list
        self._tell = tell
        self._manifest: Manifest | None = None
        self._last: members.Place = (-1, "")
        self._members = 0
        self._pictures = 0
        self._uploads = 0
        self._listed = False

    def read(self, origin: Origin) -> None:
        """Take all members, in their order and each once."""
        for name, size, pieces in archive.read(origin):
            here = members.place(name, size)
            if here <= self._last:
                raise BackupError(f"The backup was changed: {name} stands where it must not.")
            self._require_beginning(name)
            self._last = here
            self._member(name, size, pieces)
            self._tell()

    def passed(self, size: int, *, sealed: bool) -> Passed:
        """Return what was read, once all is there."""
        found = self._manifest
        if found is None or not self._listed or found.uploads < self._uploads:
            raise BackupError("The backup is damaged: not all is there that it should hold.")
        return Passed(
            manifest=found,
            members=self._members,
            pictures=self._pictures,
            uploads=self._uploads,
            bytes=size,
            sealed=sealed,
        )

    def _require_beginning(self, name: str) -> None:
        """See that the first two members are what everything else depends on."""
        first = (members.MANIFEST, members.CATALOG)
        if self._members < len(first) and name != first[self._members]:
            raise BackupError("The backup is damaged: it does not begin as backups do.")

    def _member(self, name: str, size: int, pieces: Iterator[bytes]) -> None:
        if name == members.FILES:
            self._compare(pieces)
            return
        digest = hashlib.sha256()
        told = _told(pieces, digest.update)
        if name == members.MANIFEST:
            self._manifest = manifest.from_bytes(b"".join(told))
            self._taker.begin(self._manifest)
        else:
            self._taker.take(name, size, told)
        for _ in told:  # what nobody wanted is proven all the same
            pass
        self._seen.write(members.line(name, size, digest.hexdigest()))
        self._members += 1
        self._pictures += members.picture(name) is not None
        self._uploads += members.is_upload(name)

    def _compare(self, pieces: Iterator[bytes]) -> None:
        """Hold the list that the backup ends with against what was read."""
        self._seen.seek(0)
        same = all(self._seen.read(len(piece)) == piece for piece in pieces)
        if not same or self._seen.read(1):
            raise BackupError(
                "The backup is damaged: its members are not those that were written. Use another "
                "copy of it."
            )
        self._listed = True


def _told(pieces: Iterator[bytes], hear: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        hear(piece)
        yield piece
