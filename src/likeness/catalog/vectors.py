"""Embeddings, and the numbers that say whether a mirror of them is behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from sqlalchemy import Connection, func, insert, select, update

from likeness.catalog.database import chunks
from likeness.catalog.schema import contract as contract_table
from likeness.catalog.schema import embedding, face
from likeness.errors import UnknownFaceError, UsageError
from likeness.types import Contract, FaceId

if TYPE_CHECKING:
    from numpy.typing import NDArray

Change = Literal["same", "extended", "changed"]
FLOAT32 = np.dtype("<f4")


def to_bytes(array: NDArray[np.float32]) -> bytes:
    """Return *array* as little-endian float32, row by row."""
    return np.ascontiguousarray(array, dtype=FLOAT32).tobytes()


def from_bytes(rows: Sequence[bytes]) -> NDArray[np.float32]:
    """Return the vectors kept in *rows*: float32 (n, d); (0, 0) if there are none."""
    if not rows:
        return np.empty((0, 0), np.float32)
    return from_joined(bytearray().join(rows), len(rows))


def from_joined(joined: bytearray, count: int) -> NDArray[np.float32]:
    """Return *count* vectors of equal length, kept one after the other; (count, 0) for no bytes.

    A bytearray, so that the array may be written to.
    """
    flat = np.frombuffer(joined, FLOAT32).astype(np.float32, copy=False)
    return cast("NDArray[np.float32]", flat.reshape(count, -1 if len(joined) else 0))


# ---------------------------------------------------------------- revisions


def revision(connection: Connection, contract: Contract) -> int:
    """Return how often the embeddings of *contract* have changed; 0: there were never any."""
    found = connection.execute(
        select(contract_table.c.revision).where(contract_table.c.name == contract)
    ).scalar()
    return found or 0


def changes_since(connection: Connection, contract: Contract, since: int) -> Change:
    """Return what happened to the embeddings of *contract* after revision *since*."""
    row = connection.execute(
        select(contract_table).where(contract_table.c.name == contract)
    ).one_or_none()
    last, changed = (row.revision, row.changed) if row is not None else (0, 0)
    if since == last:
        return "same"
    return "extended" if changed <= since < last else "changed"


def extended(connection: Connection, contract: Contract) -> int:
    """Count up the revision because faces are added; return the new one."""
    bumped = connection.execute(
        update(contract_table)
        .where(contract_table.c.name == contract)
        .values(revision=contract_table.c.revision + 1)
    )
    if not bumped.rowcount:
        fresh = {"revision": 1, "changed": 0, "grouped": 0, "grouped_edit": 0}
        connection.execute(insert(contract_table).values(name=contract, **fresh))
    return revision(connection, contract)


def changed(connection: Connection, faces: Iterable[FaceId]) -> None:
    """Count up the revisions of every contract of *faces*: they are leaving or coming back."""
    contracts: set[str] = set()
    for part in chunks(faces):
        found = select(embedding.c.contract).where(embedding.c.face.in_(part)).distinct()
        contracts.update(connection.execute(found).scalars())
    if contracts:
        connection.execute(
            update(contract_table)
            .where(contract_table.c.name.in_(sorted(contracts)))
            .values(revision=contract_table.c.revision + 1, changed=contract_table.c.revision + 1)
        )


# ---------------------------------------------------------------- reading


def contracts(connection: Connection) -> list[Contract]:
    """Return the contracts that have embeddings or had some, by name."""
    names = connection.execute(select(contract_table.c.name).order_by(contract_table.c.name))
    return [Contract(name) for name in names.scalars()]


def read(
    connection: Connection, contract: Contract, after: int
) -> tuple[tuple[FaceId, ...], NDArray[np.float32]]:
    """Return ids and vectors of the unmarked faces written after revision *after*."""
    rows = connection.execute(
        select(embedding.c.face, embedding.c.vector)
        .join_from(embedding, face)
        .where(
            embedding.c.contract == contract, embedding.c.revision > after, face.c.mark.is_(None)
        )
        .order_by(embedding.c.face)
    ).all()
    return tuple(FaceId(id_) for id_, _ in rows), from_bytes([vector for _, vector in rows])


def of_faces(
    connection: Connection, faces: Sequence[FaceId], contract: Contract | None
) -> NDArray[np.float32]:
    """Return the vectors of *faces* in that order; see `Catalog.embeddings`."""
    wanted = contract or _common_contract(connection, faces)
    found: dict[str, bytes] = {}
    for part in chunks(set(faces)):
        rows = connection.execute(
            select(embedding.c.face, embedding.c.vector).where(
                embedding.c.face.in_(part), embedding.c.contract == wanted
            )
        )
        found.update((row.face, row.vector) for row in rows)
    missing = [id_ for id_ in faces if id_ not in found]
    if missing:
        raise UnknownFaceError(
            f"{len(missing)} of {len(faces)} faces have no embedding here, such as {missing[0]}. "
            "Only faces with status ok have one."
        )
    return from_bytes([found[id_] for id_ in faces])


def _common_contract(connection: Connection, faces: Sequence[FaceId]) -> str | None:
    """Return the one contract that all *faces* share, None if there is none at all."""
    counted: dict[str, int] = {}
    for part in chunks(set(faces)):
        rows = connection.execute(
            select(embedding.c.contract, func.count())
            .where(embedding.c.face.in_(part))
            .group_by(embedding.c.contract)
        )
        for name, count in rows:
            counted[name] = counted.get(name, 0) + count
    if len(counted) > 1:
        full = [name for name, count in counted.items() if count == len(set(faces))]
        if len(full) != 1:
            raise UsageError(
                "These faces have embeddings of several models, which cannot be compared: "
                f"{', '.join(sorted(counted))}. Say which one to use."
            )
        return full[0]
    return next(iter(counted), None)
