"""restore: a library from a backup, in an empty folder, all of it or nothing."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from likeness.blobs.base import BlobStore
from likeness.catalog.base import Catalog, SourceRow
from likeness.errors import BackupError, LibraryError, SettingsError, StoreUnavailableError
from likeness.settings import CONFIG_FILE, LibrarySettings, load_settings
from likeness.sources.open import is_bucket
from likeness.types import BackupReport, Progress, RestoreReport
from likeness.workflows.backup import members, uploaded
from likeness.workflows.backup.configuration import without_secrets
from likeness.workflows.backup.manifest import Manifest
from likeness.workflows.backup.passing import read_through
from likeness.workflows.backup.write import report
from likeness.workflows.parts import Stores
from likeness.workflows.uploads.folder import FOLDER as UPLOADS

OnProgress = Callable[[Progress], None]

NUMBERED = ".numbered"
"""Folder in which uploaded photos wait for their names."""

LOCKS = "*.lock"
"""Files that who opened the catalog left beside it."""


def verify(
    file: Path, *, stores: Stores, passphrase: str | None, progress: OnProgress
) -> BackupReport:
    """Prove that a backup can be restored, and say what it holds; see `Library.verify_backup`."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="likeness-") as place, _disk_errors_as_ours():
        folder = Path(place)
        passed = read_through(file, passphrase, _CatalogAlone(folder), _teller("verify", progress))
        with _sound(stores, folder, passed.manifest) as catalog:
            own = _own_source(catalog, passed.manifest)
    return report(file, passed, own.photos if own else 0, started)


def restore(
    file: Path,
    folder: Path,
    *,
    stores: Stores,
    passphrase: str | None,
    progress: OnProgress,
) -> RestoreReport:
    """Make the library that a backup holds in *folder*; see `Library.restore`."""
    started = time.monotonic()
    require_room(folder)
    with _disk_errors_as_ours(), _staged(folder) as stage:
        pictures = stores.blobs(stage, LibrarySettings.model_construct())
        unpacking = _Unpacking(stage, pictures)
        passed = read_through(file, passphrase, unpacking, _teller("restore", progress))
        unpacking.finish()
        with _sound(stores, stage, passed.manifest) as catalog:
            _rebase_uploads(catalog, passed.manifest, folder)
            unmounted = tuple(_unmounted(catalog, folder))
        for lock in stage.glob(LOCKS):
            lock.unlink()
        _sync(stage)
    said = passed.manifest
    return RestoreReport(
        library=str(folder),
        created=said.created,
        age_days=_days_since(said.created),
        likeness=said.likeness,
        photos=said.photos,
        faces=said.faces,
        people=said.people,
        accounts=said.accounts,
        pictures=passed.pictures,
        uploads=passed.uploads,
        unmounted=unmounted,
        was_in=tuple(kind for kind in (said.catalog, said.blobs) if kind in {"postgresql", "s3"}),
        elsewhere=tuple(_elsewhere(folder)),
        seconds=round(time.monotonic() - started, 3),
    )


# ---------------------------------------------------------------- where to


def require_room(folder: Path) -> None:
    """See that a library may be made in *folder*: it is empty, or not there.

    Raises:
        LibraryError: Something is there, or it cannot be looked at.
    """
    try:
        found = sorted(os.listdir(folder))
    except FileNotFoundError:
        return
    except OSError as exc:
        raise LibraryError(f"{folder} cannot be used for a library: {exc.strerror}.") from exc
    if found:
        what = "holds a library already" if members.CATALOG in found else "is not empty"
        raise LibraryError(
            f"{folder} {what}; nothing was changed. Restore into another folder with --to, or move "
            "what is there away first."
        )


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Yield a private folder that becomes *folder* when the block succeeds, and else is gone.

    Beside it, and then renamed. Where that cannot be, as *folder* is a disk of its own, inside of
    it: then the catalog, which makes it a library, comes last.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    alone = os.path.ismount(folder) or not os.access(folder.parent, os.W_OK)
    inside = folder.is_dir() and alone
    name = f".likeness-restore-{secrets.token_hex(8)}"
    stage = folder / name if inside else folder.parent / name
    stage.mkdir(mode=0o700)
    try:
        yield stage
        if inside:
            _move_up(stage, folder)
        else:
            stage.rename(folder)  # over an empty folder only
            _sync_folder(folder.parent)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _move_up(stage: Path, folder: Path) -> None:
    for entry in sorted(stage.iterdir(), key=lambda entry: entry.name == members.CATALOG):
        entry.rename(folder / entry.name)
    folder.chmod(0o700)
    _sync_folder(folder)


# ---------------------------------------------------------------- what is taken


class _CatalogAlone:
    """Takes the catalog, and no more."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, manifest: Manifest) -> None:
        """Take nothing: it is handed back in the end."""

    def take(self, name: str, size: int, pieces: Iterator[bytes]) -> None:
        """Take the catalog."""
        del size
        if name == members.CATALOG:
            _write(self._folder / name, pieces)


class _Unpacking:
    """Takes everything into a folder of our own, of which nobody knows yet."""

    def __init__(self, folder: Path, pictures: BlobStore) -> None:
        self._folder = folder
        self._pictures = pictures
        self._uploads = 0

    def begin(self, manifest: Manifest) -> None:
        """Take nothing: it is handed back in the end."""

    def take(self, name: str, size: int, pieces: Iterator[bytes]) -> None:
        """Take one member."""
        key = members.picture(name)
        if key is not None:
            if size:
                self._pictures.put(key, b"".join(pieces))
        elif name == members.CONFIG:
            text = without_secrets(b"".join(pieces).decode("utf-8", "replace"))
            if text:
                _write(self._folder / CONFIG_FILE, iter([text.encode()]))
        elif members.is_upload(name):
            with _disk_errors_as_ours():
                (self._folder / NUMBERED).mkdir(mode=0o700, exist_ok=True)
            _write(self._numbered(int(name.rpartition("/")[2])), pieces)
        else:
            _write(self._folder / name, pieces)

    def finish(self) -> None:
        """Give uploaded photos their names. Raises `BackupError` where there are none."""
        listed = self._folder / members.UPLOADS
        target = self._folder / UPLOADS
        if listed.exists():
            with listed.open("rb") as file:
                for number, parts in enumerate(uploaded.read_lines(file)):
                    self._settle(self._numbered(number), target, parts)
            listed.unlink()
        numbered = self._folder / NUMBERED
        if numbered.exists():
            if any(numbered.iterdir()):
                raise BackupError("The backup is damaged: an uploaded photo has no name.")
            numbered.rmdir()

    def _numbered(self, number: int) -> Path:
        return self._folder / NUMBERED / f"{number:09d}"

    def _settle(self, file: Path, target: Path, parts: tuple[str, ...]) -> None:
        if not file.exists():  # it was gone when the backup came to it
            return
        wanted = target.joinpath(*parts)
        if os.path.lexists(wanted):
            raise BackupError("The backup is damaged: two uploaded photos have one name.")
        wanted.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.rename(wanted)


def _write(file: Path, pieces: Iterator[bytes]) -> None:
    """Write a new file that only its owner may read, onto the disk.

    Raises:
        StoreUnavailableError: The disk is full, or takes nothing.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with _disk_errors_as_ours():
        handle = os.open(file, flags, 0o600)
    try:
        for piece in pieces:  # reading them has errors of its own
            with _disk_errors_as_ours():
                _write_all(handle, piece)
        with _disk_errors_as_ours():
            os.fsync(handle)
    finally:
        os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


# ---------------------------------------------------------------- the catalog


@contextmanager
def _sound(stores: Stores, folder: Path, said: Manifest) -> Iterator[Catalog]:
    """Open the catalog that lies in *folder*, brought up to this version.

    Raises:
        BackupError: It is not sound, or not the one that the backup says.
        LibraryVersionError: A newer Likeness wrote it.
    """
    try:
        with closing(stores.restored(folder)) as catalog:
            _require_sound(catalog, said)
            yield catalog
    except (TypeError, ValueError) as exc:  # values of other types than any Likeness writes
        raise BackupError("The catalog in the backup makes no sense: somebody changed it.") from exc


def _require_sound(catalog: Catalog, said: Manifest) -> None:
    wrong = catalog.check()
    if wrong:
        raise BackupError(f"The catalog in the backup is not sound: {'; '.join(wrong)}.")
    found = catalog.counts()
    counted = (found.photos, found.faces, found.people, found.accounts)
    if counted != (said.photos, said.faces, said.people, said.accounts):
        raise BackupError("The backup was changed: its catalog is not the one that it says.")
    if catalog.library_id() != said.library:
        raise BackupError("The backup was changed: its catalog is another library's.")


def _own_source(catalog: Catalog, said: Manifest) -> SourceRow | None:
    """Return the source that the folder of uploads is."""
    return next((row for row in catalog.sources() if row.id == said.uploads_source), None)


def _rebase_uploads(catalog: Catalog, said: Manifest, folder: Path) -> None:
    """Have the uploaded photos looked for where they lie now."""
    old = _own_source(catalog, said)
    uri = str(folder / UPLOADS)
    if old is not None and old.uri != uri:
        made = catalog.add_source("folder", uri)
        catalog.rebase_source(old.id, made.id, "")


def _unmounted(catalog: Catalog, folder: Path) -> Iterator[str]:
    """Yield the folders of photos that are not there, or are empty. No bucket is asked."""
    own = str(folder / UPLOADS)
    for row in catalog.sources():
        if row.uri != own and not is_bucket(row.uri) and row.photos and not _is_there(row.uri):
            yield row.uri


def _is_there(folder: str) -> bool:
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def _elsewhere(folder: Path) -> Iterator[str]:
    """Yield the settings from outside that name other stores than this folder, and win."""
    with suppress(SettingsError):
        settings = load_settings(folder)
        for section in ("catalog", "blobs"):
            if getattr(settings, section).url:
                yield f"{section}.url"


# ---------------------------------------------------------------- the rest


def _teller(stage: str, progress: OnProgress) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        progress(Progress(stage=stage, done=done, total=total))  # type: ignore[arg-type]

    return tell


def _days_since(created: str) -> int:
    return max(0, (datetime.now(UTC) - datetime.fromisoformat(created)).days)


def _sync(stage: Path) -> None:
    """Have names on the disk. Pictures are not synced one by one: they can be made again."""
    if hasattr(os, "sync"):
        os.sync()
    _sync_folder(stage)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _disk_errors_as_ours() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StoreUnavailableError(
            f"Nothing was restored, as the disk refused: {exc.strerror or exc}. Check free space "
            "and permissions there."
        ) from exc
