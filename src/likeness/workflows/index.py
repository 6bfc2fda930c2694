"""Keep the index level with the catalog: it is only ever a mirror."""

from __future__ import annotations

from likeness.index.base import Index
from likeness.types import Contract
from likeness.workflows.parts import Parts


def refresh(parts: Parts, contract: Contract) -> Index:
    """Return the index of *contract*, brought level with the catalog if it is behind."""
    index = parts.index(contract)
    revision = parts.catalog.revision(contract)
    if index.revision != revision:
        ids, vectors = parts.catalog.vectors(contract)
        index.replace(ids, vectors, revision)
    return index
