"""Keep the index level with the catalog: it is only ever a mirror."""

from __future__ import annotations

from likeness.catalog.base import Catalog
from likeness.index.base import Index
from likeness.index.compare import Differences, compare
from likeness.types import Contract
from likeness.workflows.parts import Parts

ATTEMPTS = 10  # each is needed only if somebody was forgotten or marked during the last


def refresh(parts: Parts, contract: Contract, *, tags: bool = False) -> Index:
    """Return the index of *contract*, brought level with the catalog; see `level`."""
    index = parts.index(contract)
    level(parts.catalog, contract, index, tags=tags)
    return index


def level(catalog: Catalog, contract: Contract, index: Index, *, tags: bool = False) -> None:
    """Bring *index* level with the catalog if it is behind.

    Only what is new is read where nothing left; else, and where the index is missing or damaged,
    it is made anew. Whoever was forgotten while that went on must not be in it: then once more.

    Args:
        catalog: The truth.
        contract: Whose vectors.
        index: Its mirror.
        tags: Whether the tags are brought level too: searches with `where` need them.
    """
    # Asked before the vectors are read: the faces of all tags up to here are then held.
    tagged = catalog.tag_revision() if tags else None
    if _is_level(catalog, contract, index, tagged):
        return
    with catalog.indexing():
        for _ in range(ATTEMPTS):
            if not _mend(catalog, contract, index):
                break
            if catalog.changes_since(contract, index.revision) != "changed":
                break
        if tagged is not None and (told := index.tagged) != tagged:
            after = told if 0 <= told < tagged else -1  # more than there are: a restored backup
            index.tag(catalog.tags(contract, after=after), tagged)


def _is_level(catalog: Catalog, contract: Contract, index: Index, tagged: int | None) -> bool:
    """Return whether there is nothing to do, as is nearly always so."""
    held = index.revision
    if held < 0:
        return not catalog.revision(contract)
    return catalog.changes_since(contract, held) == "same" and tagged in {None, index.tagged}


def _mend(catalog: Catalog, contract: Contract, index: Index) -> bool:
    """Bring the vectors level with the catalog; return whether they were behind."""
    held = index.revision
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


def differences(catalog: Catalog, contract: Contract, index: Index) -> Differences:
    """Return in what the index differs from the catalog, vector by vector."""
    ids, vectors = catalog.vectors(contract)
    return compare(index, ids, vectors, catalog.tags(contract))
