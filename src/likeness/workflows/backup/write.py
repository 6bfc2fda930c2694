"""backup: one state of a library in one file, read back before it is called a backup."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO

from likeness.blobs.base import BlobKey
from likeness.catalog.base import Catalog
from likeness.errors import (
    BlobNotFoundError,
    ExportError,
    LibraryBusyError,
    LibraryError,
    StoreUnavailableError,
)
from likeness.settings import CONFIG_FILE, CatalogSettings
from likeness.sources.private import PrivateFolder
from likeness.types import BackupReport, Progress
from likeness.version import __version__
from likeness.workflows import maintain
from likeness.workflows.backup import archive, members, uploaded
from likeness.workflows.backup.configuration import without_secrets
from likeness.workflows.backup.manifest import Manifest
from likeness.workflows.backup.passing import Passed, looks_like_backup, read_through
from likeness.workflows.backup.sealed import Sealer, require_strong
from likeness.workflows.files import os_errors_as_ours, partial_path
from likeness.workflows.incoming import incoming
from likeness.workflows.parts import Parts
from likeness.workflows.targets import is_within
from likeness.workflows.uploads.folder import UploadsFolder

PICTURES_AT_ONCE = 64  # read together: some 2 MB
IN_MEMORY = 4 * 2**20  # bytes of lists; the rest goes to a temporary file

OnProgress = Callable[[Progress], None]


def backup(
    parts: Parts,
    file: Path,
    *,
    passphrase: str | None,
    pictures: bool,
    replace: bool,
    progress: OnProgress,
) -> BackupReport:
    """Write a backup of the library to *file*; see `Library.backup`."""
    started = time.monotonic()
    if passphrase is not None:
        require_strong(passphrase)
    target = require_target(parts, file, replace=replace)
    with (
        incoming(parts) as place,
        closing(PrivateFolder(place)) as private,
        _snapshot(parts, private.path()) as state,
    ):
        run = Backup(parts, state, private.path() / members.CATALOG, pictures, progress)
        with os_errors_as_ours(target), _new_file(target, replace=replace) as partial:
            run.write(partial, passphrase)
            passed = read_back(partial, passphrase, run.manifest, progress)
            require_nothing_forgotten(parts.catalog, state)
        own = run.uploads_photos
    return report(target, passed, own, started)


def report(file: Path, passed: Passed, uploaded_photos: int, started: float) -> BackupReport:
    """Return what a backup holds that was read through."""
    said = passed.manifest
    return BackupReport(
        file=str(file),
        bytes=passed.bytes,
        sealed=passed.sealed,
        created=said.created,
        likeness=said.likeness,
        library=said.library,
        photos=said.photos,
        faces=said.faces,
        people=said.people,
        accounts=said.accounts,
        pictures=passed.pictures,
        uploads=passed.uploads,
        originals_elsewhere=max(0, said.photos - uploaded_photos),
        seconds=round(time.monotonic() - started, 3),
    )


def require_target(parts: Parts, file: Path, *, replace: bool) -> Path:
    """Return *file* resolved, if a backup may be written there.

    Raises:
        ExportError: Something is there that is not to be replaced, or it lies in the library.
        BackupError: What is there cannot be read.
    """
    target = Path(os.path.realpath(file.expanduser()))
    if is_within(target, parts.folder):
        raise ExportError(
            f"{target} lies inside the library {parts.folder}, and would be lost with it. Choose "
            "another disk."
        )
    if not target.parent.is_dir():
        raise ExportError(f"There is no folder {target.parent}: make it first.")
    if not os.path.lexists(target):
        return target
    if not replace:
        raise ExportError(f"{target} exists already. Name another file, or say --replace.")
    if not target.is_file() or not looks_like_backup(target):
        raise ExportError(f"{target} is no backup, so it is not replaced. Name another file.")
    return target


def require_nothing_forgotten(catalog: Catalog, state: Catalog) -> None:
    """Refuse a backup that would bring back what was forgotten while it was made.

    Raises:
        LibraryBusyError: Something was.
    """
    here, then = catalog.history(1), state.history(1)
    newest, known = (here[0].edit if here else 0), (then[0].edit if then else 0)
    since = catalog.history(newest - known) if newest > known else []
    if any(entry.kind == "forget" and entry.edit > known for entry in since):
        raise LibraryBusyError(
            "Something was forgotten while the backup was made, which would still be in it. "
            "Nothing was written: run the same command again."
        )


def read_back(file: Path, passphrase: str | None, wanted: Manifest, progress: OnProgress) -> Passed:
    """Prove that what was written can be restored. Raises `BackupError` if not."""
    passed = read_through(
        file,
        passphrase,
        _Nobody(),
        lambda done, total: progress(Progress(stage="verify", done=done, total=total)),
    )
    if passed.manifest != wanted:
        raise LibraryError("The backup that was read back is another one. Run it again.")
    return passed


class _Nobody:
    """Takes members to look at none: their hashes are proven all the same."""

    def begin(self, manifest: Manifest) -> None:
        """Take nothing."""

    def take(self, name: str, size: int, pieces: Iterator[bytes]) -> None:
        """Take nothing."""


@contextmanager
def _snapshot(parts: Parts, folder: Path) -> Iterator[Catalog]:
    """Yield a catalog of its own that holds one state of the library, and is sound.

    Raises:
        LibraryError: It is not sound.
    """
    parts.catalog.snapshot(folder)
    settings = parts.settings.model_copy(update={"catalog": CatalogSettings()})
    state = parts.stores.catalog(folder, settings)
    try:
        wrong = state.check()
        if wrong:
            raise LibraryError(
                f"The catalog is not sound, so no backup was made: {'; '.join(wrong)}. Restore an "
                "older backup, or run `likeness doctor`."
            )
        yield state
    finally:
        state.close()


class Backup:
    """One run: the members of one backup, in their order."""

    def __init__(
        self, parts: Parts, state: Catalog, catalog: Path, pictures: bool, progress: OnProgress
    ) -> None:
        self.parts = parts
        self.state = state
        self.catalog = catalog
        self.pictures = pictures
        self.progress = progress
        self.done = 0
        self.uploads_folder = UploadsFolder(parts.folder, parts.settings.serve).path
        self.uploads = list(uploaded.uploads_in(self.uploads_folder))
        sources = {row.uri: row for row in state.sources()}
        own = sources.get(str(self.uploads_folder))
        self.uploads_photos = own.photos if own else 0
        found = state.counts()
        self.manifest = Manifest(
            likeness=__version__,
            library=state.library_id(),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            photos=found.photos,
            faces=found.faces,
            people=found.people,
            accounts=found.accounts,
            pictures=pictures,
            uploads=len(self.uploads),
            uploads_source=own.id if own else None,
            catalog="postgresql" if parts.settings.catalog.url.startswith("postgres") else "sqlite",
            blobs="s3" if parts.settings.blobs.url else "folder",
        )

    def write(self, file: Path, passphrase: str | None) -> None:
        """Write the backup to *file*, an empty one, and onto the disk.

        Raises:
            OSError: The disk is full, or takes nothing.
            StoreUnavailableError: A photo or a picture cannot be read.
        """
        with file.open("r+b") as raw:
            if passphrase is None:
                self._write_members(archive.Writer(raw))
            else:
                sealer = Sealer(raw, passphrase)
                self._write_members(archive.Writer(sealer))
                sealer.finish()
            raw.flush()
            os.fsync(raw.fileno())
            if hasattr(os, "posix_fadvise"):  # what is read back comes from the disk
                os.posix_fadvise(raw.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def _write_members(self, to: archive.Writer) -> None:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as listed:
            for name, size, pieces in self._members():
                digest = hashlib.sha256()
                to.add(name, size, _heard(pieces, digest.update))
                listed.write(members.line(name, size, digest.hexdigest()))
                self._tell()
            size = listed.tell()
            listed.seek(0)
            to.add(members.FILES, size, _pieces(listed))
        to.finish()

    def _tell(self) -> None:
        if self.done % PICTURES_AT_ONCE == 0:
            self.progress(Progress(stage="backup", done=self.done, total=None))
        self.done += 1

    def _members(self) -> Iterator[tuple[str, int, Iterable[bytes]]]:
        """Yield name, size and content of all members but the last."""
        said = self.manifest.to_bytes()
        yield members.MANIFEST, len(said), [said]
        with self.catalog.open("rb") as file:
            yield members.CATALOG, os.fstat(file.fileno()).st_size, _pieces(file)
        config = self._config()
        if config:
            yield members.CONFIG, len(config), [config]
        yield from self._uploads()
        if self.pictures:
            yield from self._pictures()

    def _config(self) -> bytes:
        file = self.parts.folder / CONFIG_FILE
        try:
            return without_secrets(file.read_text(encoding="utf-8")).encode()
        except FileNotFoundError:
            return b""
        except (OSError, UnicodeDecodeError) as exc:
            raise StoreUnavailableError(f"{file} cannot be read. Make it readable.") from exc

    def _uploads(self) -> Iterator[tuple[str, int, Iterable[bytes]]]:
        """Yield the photos that were uploaded, after a list of their names."""
        if not self.uploads:
            return
        names = b"".join(map(uploaded.line, self.uploads))
        yield members.UPLOADS, len(names), [names]
        for number, parts in enumerate(self.uploads):
            file = uploaded.open_upload(self.uploads_folder, parts)
            if file is not None:
                with file:
                    size = os.fstat(file.fileno()).st_size
                    yield members.upload(number), size, _exactly(file, size)

    def _pictures(self) -> Iterator[tuple[str, int, Iterable[bytes]]]:
        """Yield the pictures of what the snapshot knows, as far as they are there."""
        with ThreadPoolExecutor(self.parts.settings.s3.parallel) as threads:
            for kind in members.KINDS:
                keys = sorted(self.parts.blobs.keys(kind + "/"))
                for batch in _batched(keys):
                    spare = set(maintain.spare_blobs(self.state, batch))
                    wanted = [key for key in batch if key not in spare]
                    for key, data in zip(wanted, threads.map(self._picture, wanted), strict=True):
                        if data:
                            yield key, len(data), [data]

    def _picture(self, key: BlobKey) -> bytes:
        """Return a picture; nothing if it was deleted meanwhile."""
        try:
            return self.parts.blobs.get(key)
        except BlobNotFoundError:
            return b""


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(archive.PIECE):
        yield piece


def _exactly(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield what a file holds, which is as long as it was when it was opened.

    Raises:
        StoreUnavailableError: It is not.
    """
    left = size
    while left:
        piece = file.read(min(left, archive.PIECE))
        if not piece:
            raise StoreUnavailableError(
                "An uploaded photo changed while it was read: run the same command again."
            )
        left -= len(piece)
        yield piece


def _heard(pieces: Iterable[bytes], hear: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        hear(piece)
        yield piece


def _batched(keys: Sequence[BlobKey]) -> Iterator[list[BlobKey]]:
    remaining = iter(keys)
    while batch := list(islice(remaining, PICTURES_AT_ONCE)):
        yield batch


@contextmanager
def _new_file(target: Path, *, replace: bool) -> Iterator[Path]:
    """Yield an empty file beside *target*, readable by its owner alone, that becomes *target*.

    Raises:
        ExportError: Somebody made a file there meanwhile, and *replace* is False.
    """
    partial = partial_path(target)
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield partial
        if not replace and os.path.lexists(target):
            raise ExportError(f"{target} was made by somebody meanwhile; nothing was replaced.")
        partial.replace(target)
        _sync_folder(target.parent)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Have the name of a new file on the disk, where folders can be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
