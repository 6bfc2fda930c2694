"""move-library: the same library in other stores: copied, verified, then switched over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from likeness.blobs.base import BlobKey, BlobStore
from likeness.catalog.base import Catalog
from likeness.errors import BlobNotFoundError, LibraryError
from likeness.types import MoveReport, Progress
from likeness.workflows import index as indexing
from likeness.workflows.claim import MARK, claim, claim_blobs
from likeness.workflows.configuration import write_urls
from likeness.workflows.destinations import Destination, destination
from likeness.workflows.parts import Parts

OnProgress = Callable[[Progress], None]

PICTURES_AT_ONCE = 64
"""Read, written and read back together: some 2 MB."""


def move(parts: Parts, to: Sequence[str], *, progress: OnProgress | None = None) -> MoveReport:
    """Copy the library to other stores and use those from now on; see `Library.move`."""
    started = time.monotonic()
    where = destination(parts.folder, parts.settings, to)
    with parts.catalog.running("move"), parts.catalog.writing("move"):
        run = Move(parts, where, progress or (lambda _: None))
        try:
            run.copy()
            overridden = write_urls(parts.folder, where)
            run.drop_old_indexes()
        finally:
            run.close()
    return MoveReport(
        library=str(where.folder),
        moved=tuple(sorted(where.moved)),
        rows=run.rows,
        pictures=run.pictures.number,
        bytes=run.pictures.bytes,
        faces=run.faces,
        overridden=tuple(overridden),
        seconds=round(time.monotonic() - started, 3),
    )


@dataclass
class Counted:
    """Pictures that lie in the new store, and were compared with the old ones."""

    number: int = 0
    bytes: int = 0


class Move:
    """One run: what is there already is compared instead of copied, so a killed run goes on.

    The old stores are only read, apart from an index that would be left without a library.
    """

    def __init__(self, parts: Parts, where: Destination, progress: OnProgress) -> None:
        self.parts = parts
        self.where = where
        self.progress = progress
        self.pictures = Counted()
        self.rows = 0
        self.faces = 0
        moved, stores = where.moved, parts.stores
        if where.folder != parts.folder:
            stores.prepare(where.folder, where.settings)
        # Opened first: a folder with pictures and no catalog would count as a ruin.
        self.catalog: Catalog = parts.catalog
        if "catalog" in moved:
            self.catalog = stores.catalog(where.folder, where.settings, copying=True)
        self.blobs: BlobStore = parts.blobs
        if "blobs" in moved:
            self.blobs = stores.blobs(where.folder, where.settings)

    def copy(self) -> None:
        """Copy and compare everything that is to be moved.

        Raises:
            LibraryError: A copy is not like its original.
            StoreUnavailableError: A store does not answer.
            SettingsError: A new store belongs to another library.
        """
        if "catalog" in self.where.moved:
            self.parts.stores.begin_copy(self.parts.catalog, self.catalog)
        if "blobs" in self.where.moved:
            self._copy_pictures()
        if "catalog" in self.where.moved:
            self.rows = self.parts.stores.copy_catalog(
                self.parts.catalog, self.catalog, self._tell_rows
            )
        claim(self.blobs, self.where.settings.blobs.url, self.catalog.library_id(), known=self.ids)
        self._build_indexes()

    def drop_old_indexes(self) -> None:
        """Delete the indexes that this library uses no more, so that no vectors stay behind."""
        if self.where.folder == self.parts.folder and not self._same_place:
            for contract in self.parts.catalog.contracts():
                self.parts.index(contract).drop()

    def close(self) -> None:
        """Release the new stores."""
        if self.catalog is not self.parts.catalog:
            self.catalog.close()

    @property
    def _same_index(self) -> bool:
        """Whether the index stays the one it was: it belongs to a library in one place."""
        return not self.where.moved & {"catalog", "index"}

    @property
    def _same_place(self) -> bool:
        """Whether the new index lies where the old one did: that in the folder knows no library."""
        urls = (self.parts.settings.index.url, self.where.settings.index.url)
        return self._same_index or not any(urls)

    @property
    def ids(self) -> frozenset[str]:
        """The libraries whose pictures the new store may hold already: this one's."""
        return frozenset({self.parts.catalog.library_id(), self.catalog.library_id()})

    # -- pictures

    def _copy_pictures(self) -> None:
        claim_blobs(self.parts)
        claim(self.blobs, self.where.settings.blobs.url, self.catalog.library_id(), known=self.ids)
        keys = sorted(set(self.parts.blobs.keys()) - {MARK})
        there = set(self.blobs.keys())
        with ThreadPoolExecutor(self.parts.settings.s3.parallel) as threads:
            for batch in _batched(keys):
                self._copy_batch(batch, there, threads)
                self.progress(
                    Progress(stage="pictures", done=self.pictures.number, total=len(keys))
                )

    def _copy_batch(
        self, keys: Sequence[BlobKey], there: set[BlobKey], threads: ThreadPoolExecutor
    ) -> None:
        pictures = dict(zip(keys, threads.map(self.parts.blobs.get, keys), strict=True))
        self.blobs.put_all({key: data for key, data in pictures.items() if key not in there})
        for key, copied in zip(keys, threads.map(self._read_back, keys), strict=True):
            if copied != pictures[key]:  # of a run that was killed, or of something else
                self.blobs.put(key, pictures[key])
                if self._read_back(key) != pictures[key]:
                    raise LibraryError(
                        f"The copy of picture {key} is not like the original. Nothing was "
                        "switched over; run the same command again."
                    )
        self.pictures.number += len(pictures)
        self.pictures.bytes += sum(map(len, pictures.values()))

    def _read_back(self, key: BlobKey) -> bytes:
        try:
            return self.blobs.get(key)
        except BlobNotFoundError:
            return b""

    # -- the index: made anew rather than copied, since the catalog holds all that is in it

    def _build_indexes(self) -> None:
        old, new = self.parts, self.where
        for contract in self.catalog.contracts():
            self.progress(Progress(stage="index", done=self.faces, total=None))
            index = (
                old.index(contract)
                if self._same_index
                else old.stores.index(new.folder, new.settings, contract, self.catalog)
            )
            try:
                indexing.level(self.catalog, contract, index, tags=True)
                found = indexing.differences(self.catalog, contract, index)
                if found:
                    raise LibraryError(
                        f"The new index has {found.in_words()}. Nothing was switched over; run "
                        "the same command again."
                    )
                self.faces += len(index)
            finally:
                if not self._same_index:
                    index.close()

    # -- talking

    def _tell_rows(self, done: int, total: int) -> None:
        self.progress(Progress(stage="rows", done=done, total=total))


def _batched(keys: Sequence[BlobKey]) -> Iterator[list[BlobKey]]:
    remaining = iter(keys)
    while batch := list(islice(remaining, PICTURES_AT_ONCE)):
        yield batch
