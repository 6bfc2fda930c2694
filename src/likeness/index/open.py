"""open_index: which index `index.url` names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from likeness.index.address import EDGE, Server, demand_secrecy, parse
from likeness.index.base import Index
from likeness.settings import IndexSettings
from likeness.types import Contract

WAIT_SECONDS = 10.0  # for another process that has a folder open: most commands end before
PREFIX = "likeness"


def open_index(settings: IndexSettings, *, folder: Path, contract: Contract, library: str) -> Index:
    """Return the index of one contract. Nothing is read, written or connected to yet.

    Args:
        settings: Which index.
        folder: Of all indexes of the library.
        contract: Whose vectors.
        library: What sets the library apart from others on the same server: `library_id`.

    Raises:
        SettingsError: `index.url` is malformed, or would give the key away.
    """
    if not settings.url:
        from likeness.index.exact import ExactIndex

        return ExactIndex(folder / contract, contract)
    from likeness.index.generations import QdrantIndex

    address, name = parse(settings.url), index_name(library, contract)
    if isinstance(address, Server):
        from likeness.index.qdrant import ServerEngine
        from likeness.index.retries import Retries

        api_key = settings.api_key.get_secret_value()
        demand_secrecy(address, api_key)
        engine = ServerEngine(
            address,
            name=name,
            api_key=api_key,
            timeout_seconds=settings.timeout_seconds,
            retries=Retries(seconds=settings.retry_seconds),
        )
        return QdrantIndex(engine, name=name, contract=contract, folder=folder)
    own = (address.folder or folder / address.kind) / name
    if address.kind == EDGE:
        from likeness.index.edge import EdgeEngine

        edge = EdgeEngine(own, name=name, wait_seconds=WAIT_SECONDS)
        return QdrantIndex(edge, name=name, contract=contract, folder=folder)
    from likeness.index.qdrant import LocalEngine

    local = LocalEngine(own, name=name, wait_seconds=WAIT_SECONDS)
    return QdrantIndex(local, name=name, contract=contract, folder=folder)


def index_name(library: str, contract: Contract) -> str:
    """Return what an index is called on a server: letters, digits and "_" only."""
    whose = library if library.isalnum() and library.isascii() else _short(library)
    return f"{PREFIX}_{whose.lower()[:32]}_{_short(contract)}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
