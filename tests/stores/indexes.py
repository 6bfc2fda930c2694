"""Every index that there is, opened alike."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from likeness.errors import LikenessError
from likeness.index.base import Index
from likeness.index.open import open_index
from likeness.settings import IndexSettings
from likeness.types import Contract
from tests.stores.qdrant_server import QdrantServer

CONTRACT = Contract("model-1")
API_KEY = "a-key-for-tests"
TRUE_SERVER = os.environ.get("LIKENESS_TEST_QDRANT", "")

KINDS = ["exact", "qdrant-local", "qdrant-edge", "qdrant-http"]
if TRUE_SERVER:
    KINDS.append("qdrant-server")


@dataclass
class Kit:
    """One kind of index."""

    kind: str
    url: str = ""
    opened: list[Index] = field(default_factory=list)

    @property
    def shared(self) -> bool:
        """Whether several processes may have it open."""
        return self.kind not in {"qdrant-local", "qdrant-edge"}

    @property
    def keeps(self) -> bool:
        """Whether a reader keeps what another process replaces until it looks at the revision."""
        return self.kind == "exact"

    @property
    def examples(self) -> float:
        """How many examples a property test may afford, as a fraction."""
        return 1.0 if self.kind == "exact" else 0.25

    def open(self, folder: Path) -> Index:
        """Open the index of a folder; who opens the same folder again has the same index."""
        library = hashlib.sha256(f"{os.getpid()} {folder}".encode()).hexdigest()[:32]
        settings = IndexSettings(url=self.url, api_key=SecretStr(self._api_key))
        index = open_index(settings, folder=folder, contract=CONTRACT, library=library)
        self.opened.append(index)
        return index

    def close(self) -> None:
        """Close all that was opened; leave nothing on a true server."""
        for index in self.opened:
            if self.kind == "qdrant-server":
                with contextlib.suppress(LikenessError):
                    index.drop()
            index.close()
        self.opened.clear()

    @property
    def _api_key(self) -> str:
        if self.kind == "qdrant-http":
            return API_KEY
        return os.environ.get("LIKENESS_TEST_QDRANT_KEY", "") if self.url == TRUE_SERVER else ""


@contextmanager
def kit(kind: str) -> Iterator[Kit]:
    """Return one of `KINDS`, with the server that it needs."""
    with contextlib.ExitStack() as stack:
        url = {"exact": "", "qdrant-server": TRUE_SERVER}.get(kind, f"{kind}:")
        if kind == "qdrant-http":
            url = stack.enter_context(QdrantServer(api_key=API_KEY)).url
        made = Kit(kind, url)
        stack.callback(made.close)
        yield made


Open = Callable[[Path], Index]
