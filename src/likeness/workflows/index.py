"""Keep the index level with the catalog: it is only ever a mirror."""

from __future__ import annotations

from likeness.index.base import Index
from likeness.types import Contract
from likeness.workflows.parts import Parts


def refresh(parts: Parts, contract: Contract) -> Index:
    """Return the index of *contract*, brought level with the catalog if it is behind.

    Only what is new is read where nothing left; else, and where the index is missing or damaged,
    it is made anew.
    """
    catalog, index = parts.catalog, parts.index(contract)
    revision = catalog.revision(contract)
    behind = catalog.changes_since(contract, index.revision) if index.revision >= 0 else "changed"
    if behind == "extended":
        ids, vectors = catalog.vectors(contract, after=index.revision)
        index.extend(ids, vectors, revision)
    elif behind == "changed" and (revision or index.revision >= 0):
        ids, vectors = catalog.vectors(contract)
        index.replace(ids, vectors, revision)
    return index
