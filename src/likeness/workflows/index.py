"""Keep the index level with the catalog: it is only ever a mirror."""

from __future__ import annotations

from likeness.index.base import Index
from likeness.types import Contract
from likeness.workflows.parts import Parts

ATTEMPTS = 10  # each is needed only if somebody was forgotten or marked during the last


def refresh(parts: Parts, contract: Contract) -> Index:
    """Return the index of *contract*, brought level with the catalog if it is behind.

    Only what is new is read where nothing left; else, and where the index is missing or damaged,
    it is made anew. Whoever was forgotten while that went on must not be in it: then once more.
    """
    catalog, index = parts.catalog, parts.index(contract)
    for _ in range(ATTEMPTS):
        if not _mend(parts, contract, index):
            break
        if catalog.changes_since(contract, index.revision) != "changed":
            break
    return index


def _mend(parts: Parts, contract: Contract, index: Index) -> bool:
    """Bring the index level with the catalog; return whether it was behind."""
    catalog, held = parts.catalog, index.revision
    revision = catalog.revision(contract)
    behind = catalog.changes_since(contract, held) if held >= 0 else "changed"
    if behind == "extended":
        ids, vectors = catalog.vectors(contract, after=held)
        index.extend(ids, vectors, revision)
    elif behind == "changed" and (revision or held >= 0):
        ids, vectors = catalog.vectors(contract)
        index.replace(ids, vectors, revision)
    else:
        return False
    return True
