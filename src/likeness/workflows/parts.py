"""What every workflow is handed: one library's stores and engines, made on first use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.blobs.base import BlobStore
from likeness.catalog.base import Catalog
from likeness.errors import PhotoError
from likeness.imaging.outcomes import Decoded, Refused
from likeness.index.base import Index
from likeness.settings import LibrarySettings
from likeness.types import Contract

if TYPE_CHECKING:
    from likeness.imaging.pool import DecodePool
    from likeness.models.analyser import Analyser
    from likeness.models.artifacts import Artifacts
    from likeness.models.registry import Registry


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
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.catalog = catalog
        self.blobs = blobs
        self.registry = registry
        self.artifacts = artifacts
        self._make_pool = make_pool
        self._make_analyser = make_analyser
        self._make_contract = make_contract
        self._make_index = make_index
        self._making = threading.RLock()  # two threads must not make a second one, and lose it
        self._pool: DecodePool | None = None
        self._analyser: Analyser | None = None
        self._contract: Contract | None = None
        self._indexes: dict[Contract, Index] = {}

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

    def read(self, file: Path) -> Decoded:
        """Decode one file that is not being added. Raises `PhotoError`."""
        (outcome,) = self.pool.decode([file], lambda _: False)
        if isinstance(outcome, Refused):
            raise PhotoError(outcome.reason, f"{file} cannot be used: {outcome.detail}")
        if not isinstance(outcome, Decoded):
            raise TypeError(f"Nothing was said to be known, yet {file} came back so.")
        return outcome

    def index(self, contract: Contract) -> Index:
        """The index of one contract, perhaps behind the catalog (see `workflows.index`)."""
        with self._making:
            if contract not in self._indexes:
                self._indexes[contract] = self._make_index(contract)
            return self._indexes[contract]

    def close(self) -> None:
        """Release everything; closing twice is a no-op."""
        with self._making:
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
