"""Blobs as files below one folder: written whole or not at all."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from likeness.blobs.base import KEY, BlobKey, require_link_seconds
from likeness.errors import BlobNotFoundError, StoreUnavailableError

# Half-written files wait here. A folder of its own, on the same file system, keeps opening fast:
# leftovers of crashed writers are found without walking all blobs. "." is not in any key.
INCOMING = ".incoming"

# A write takes milliseconds; what is older than this has lost its writer. Seconds.
LEFTOVER_AGE = 600.0

FOLDER_MODE = 0o700
FILE_MODE = 0o600


class FolderBlobs:
    """A `BlobStore` in one folder that only its owner may enter.

    A crash of the process at any moment leaves the old bytes or the new ones. A power cut may
    leave nothing, or an empty file, which `get` reports as absent: nothing is synced to the disk,
    since every blob can be made again and a sync takes longer than making most of them.

    Args:
        root: The folder; made by the first `put`, so that a library can be read where nothing
            can be written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / INCOMING
        self._remove_leftovers()

    def put(self, key: BlobKey, data: bytes) -> None:
        path = self._path(key)
        if not data:
            raise ValueError(f"Blob {key} would be empty: an empty file means a lost write here.")
        with _errors_as_ours(f"Blob {key} could not be written"):
            _make_folder(self._incoming, below=self.root)
            _make_folder(path.parent, below=self.root)
            self._write(path, data)

    def put_all(self, blobs: Mapping[BlobKey, bytes]) -> None:
        for key, data in blobs.items():
            self.put(key, data)

    def get(self, key: BlobKey) -> bytes:
        path = self._path(key)
        with _errors_as_ours(f"Blob {key} could not be read"):
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                data = b""
        if not data:
            raise BlobNotFoundError(f"No blob {key} in {self.root}.")
        return data

    def delete(self, key: BlobKey) -> None:
        path = self._path(key)
        with _errors_as_ours(f"Blob {key} could not be deleted"):
            path.unlink(missing_ok=True)

    def delete_all(self, keys: Sequence[BlobKey]) -> None:
        for key in keys:
            self.delete(key)

    def discard_unfinished(self) -> None:
        with _errors_as_ours("What crashed writers left could not be deleted"):
            for draft in _files(self._incoming):
                draft.unlink(missing_ok=True)

    def keys(self, prefix: str = "") -> Iterator[BlobKey]:
        with _errors_as_ours(f"The blobs of {self.root} could not be listed"):
            for path in _files(self.root):
                key = path.relative_to(self.root).as_posix()
                if key.startswith(prefix) and KEY.fullmatch(key):
                    yield BlobKey(key)

    def link(self, key: BlobKey, seconds: int) -> None:
        self._path(key)
        require_link_seconds(seconds)

    def _path(self, key: BlobKey) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError(f"Not a blob key: {key!r}. Keys look like thumbs/3f/3f7a.webp.")
        return self.root / key

    def _write(self, path: Path, data: bytes) -> None:
        draft = self._incoming / secrets.token_hex(16)
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise

    def _remove_leftovers(self) -> None:
        """Delete what crashed writers left. Where that is not allowed, `put` will say why.

        In a library that came from somebody else the folder may be a link: what lies where that
        leads is none of ours.
        """
        if self._incoming.is_symlink():
            return
        oldest = time.time() - LEFTOVER_AGE
        with suppress(OSError):
            for draft in list(self._incoming.iterdir()):
                if draft.stat().st_mtime < oldest:
                    draft.unlink(missing_ok=True)


def _make_folder(folder: Path, *, below: Path) -> None:
    """Make *folder* and its parents down from *below*, entered by nobody else."""
    if folder.is_dir():
        return
    if folder == below:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        return
    _make_folder(folder.parent, below=below)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    """Yield all files below *folder*; what vanishes meanwhile is left out."""
    entries: list[os.DirEntry[str]] = []
    with suppress(FileNotFoundError):
        entries = list(os.scandir(folder))
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != INCOMING:
                yield from _files(Path(entry.path))
        elif _has_content(entry):
            yield Path(entry.path)


def _has_content(entry: os.DirEntry[str]) -> bool:
    """Tell a blob from what a power cut left, and from what another process just deleted."""
    with suppress(FileNotFoundError):
        return entry.is_file(follow_symlinks=False) and entry.stat().st_size > 0
    return False


@contextmanager
def _errors_as_ours(what: str) -> Iterator[None]:
    """Let no `OSError` out of the store: translate it and keep it as the cause."""
    try:
        yield
    except OSError as exc:
        reason = exc.strerror or type(exc).__name__
        raise StoreUnavailableError(
            f"{what}: {reason}. Check free space and permissions there."
        ) from exc
