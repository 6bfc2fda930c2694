"""What every workflow is handed: one library's stores and engines, made on first use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from likeness.blobs.base import BlobStore
from likeness.catalog.base import Catalog
from likeness.index.base import Index
from likeness.settings import LibrarySettings
from likeness.sources.base import PhotoSource
from likeness.types import Contract

if TYPE_CHECKING:
    from likeness.grouping.strangers import Calibration
    from likeness.imaging.pool import DecodePool
    from likeness.models.analyser import Analyser
    from likeness.models.artifacts import Artifacts
    from likeness.models.registry import Registry


class Stores(Protocol):
    """**Protocol:** opens what settings name: how `move-library` reaches other stores."""

    def prepare(self, folder: Path, settings: LibrarySettings) -> None:
        """Make the library folder. Raises `LibraryError` where it cannot become one."""

    def catalog(self, folder: Path, settings: LibrarySettings, *, copying: bool = False) -> Catalog:
        """Open the catalog; *copying*: also one that is only partly filled yet."""

    def restored(self, folder: Path) -> Catalog:
        """Open the SQLite catalog that came into *folder* from a backup, made by anybody.

        It is brought up to this version. Sessions, jobs and unfinished uploads are removed.

        Raises:
            LibraryError: There is none, or it holds what no Likeness puts into one.
            LibraryVersionError: A newer Likeness wrote it.
        """

    def blobs(self, folder: Path, settings: LibrarySettings) -> BlobStore:
        """Open the store of pictures."""

    def index(
        self, folder: Path, settings: LibrarySettings, contract: Contract, catalog: Catalog
    ) -> Index:
        """Open the index of one contract."""

    def begin_copy(self, source: Catalog, target: Catalog) -> None:
        """Keep everybody else from opening *target* until `copy_catalog` is done.

        Raises:
            LibraryError: The target holds something else.
        """

    def copy_catalog(
        self, source: Catalog, target: Catalog, progress: Callable[[int, int], None]
    ) -> int:
        """Copy all rows, compare them and return how many there are.

        Raises:
            LibraryError: The target holds something else, or the copy is not like the original.
        """


class Parts:
    """One open library, as the workflows see it: protocols and settings, no choices.

    The catalog and the blobs are there from the start; models, decoding processes and the index
    cost time and memory, so they are made when first asked for and closed with the library.
    """

    def __init__(
        self,
        *,
        folder: Path,
        settings: LibrarySettings,
        catalog: Catalog,
        blobs: BlobStore,
        registry: Registry,
        artifacts: Artifacts,
        make_pool: Callable[[], DecodePool],
        make_analyser: Callable[[], Analyser],
        make_contract: Callable[[], Contract],
        make_index: Callable[[Contract], Index],
        make_source: Callable[[str], PhotoSource],
        make_engine: Callable[[str | None, str | None], Parts],
        stores: Stores,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.catalog = catalog
        self.blobs = blobs
        self.registry = registry
        self.artifacts = artifacts
        self.stores = stores
        self._make_pool = make_pool
        self._make_analyser = make_analyser
        self._make_contract = make_contract
        self._make_index = make_index
        self._make_source = make_source
        self._make_engine = make_engine
        self.calibration: tuple[str, Calibration] | None = None  # see `workflows.calibrated`
        self._making = threading.RLock()  # two threads must not make a second one, and lose it
        self._pool: DecodePool | None = None
        self._analyser: Analyser | None = None
        self._contract: Contract | None = None
        self._indexes: dict[Contract, Index] = {}
        self._sources: dict[str, PhotoSource] = {}

    @property
    def pool(self) -> DecodePool:
        """The processes that read files."""
        with self._making:
            if self._pool is None:
                self._pool = self._make_pool()
            return self._pool

    @property
    def analyser(self) -> Analyser:
        """The models that find and describe faces."""
        with self._making:
            if self._analyser is None:
                self._analyser = self._make_analyser()
            return self._analyser

    @property
    def contract(self) -> Contract:
        """The contract of the embeddings that this library makes and compares."""
        with self._making:
            if self._contract is None:
                self._contract = self._make_contract()
            return self._contract

    def index(self, contract: Contract) -> Index:
        """The index of one contract, perhaps behind the catalog (see `workflows.index`)."""
        with self._making:
            if contract not in self._indexes:
                self._indexes[contract] = self._make_index(contract)
            return self._indexes[contract]

    def source(self, uri: str) -> PhotoSource:
        """The place that a folder's path or a bucket's address names. Raises `UsageError`."""
        with self._making:
            if uri not in self._sources:
                self._sources[uri] = self._make_source(uri)
            return self._sources[uri]

    def engine(self, detector: str | None, model: str | None) -> Parts:
        """Open where one detector and model keep what they computed of data sets; close it.

        It is no library of anybody's: see `likeness evaluate`. None: the one of the settings.

        Raises:
            UnknownModelError: No such detector or model.
            LibraryError: It cannot be used.
        """
        return self._make_engine(detector, model)

    def close(self) -> None:
        """Release everything; closing twice is a no-op."""
        with self._making:
            self._sources.clear()
            for index in self._indexes.values():
                index.close()
            self._indexes.clear()
            if self._pool is not None:
                self._pool.close()
                self._pool = None
            if self._analyser is not None:
                self._analyser.close()
                self._analyser = None
        self.catalog.close()
