"""The groups of the last whole run at every strictness, as compact bytes.

In a form that every database takes: 8 bytes for each face, and the groups of each rung as one
compressed blob. Of a million faces at 13 strictnesses that makes 12 and 13 times 2 MB.

Forgetting a face drops the labelings of its contract whole: the next whole run makes them again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, delete, func, insert, select, update

from likeness.catalog import log
from likeness.catalog.database import chunks
from likeness.catalog.schema import contract as contract_table
from likeness.catalog.schema import embedding, labeling, rung
from likeness.catalog.vectors import FLOAT32
from likeness.types import Contract, FaceId, Labelings

if TYPE_CHECKING:
    from numpy.typing import NDArray

FACE_DIGITS = 16
"""Of a face's id after the "f"."""

INT32 = np.dtype("<i4")
LEVEL = 1
"""Of zlib: 6 takes 8 times as long for 9 % fewer bytes (measured on a million faces)."""


def write(connection: Connection, contract: Contract, labelings: Labelings) -> None:
    """Keep *labelings* instead of those of the last run."""
    drop(connection, [contract])
    connection.execute(
        insert(labeling).values(
            contract=contract,
            faces=_from_faces(labelings.faces),
            sureness=np.ascontiguousarray(labelings.sureness, FLOAT32).tobytes(),
            chosen=labelings.chosen,
        )
    )
    for number, groups in enumerate(labelings.groups):
        row = {"number": number, "strictness": float(labelings.strictness[number])}
        connection.execute(
            insert(rung).values(contract=contract, groups=_from_groups(groups), **row)
        )
    stands = {
        "strictness": float(labelings.strictness[labelings.chosen]),
        "strictness_edit": log.newest(connection),
    }
    connection.execute(
        update(contract_table).where(contract_table.c.name == contract).values(stands)
    )


def read(connection: Connection, contract: Contract) -> Labelings | None:
    """Return what `write` was given last; None: nothing, or some of it was forgotten since."""
    found = connection.execute(
        select(labeling).where(labeling.c.contract == contract)
    ).one_or_none()
    if found is None:
        return None
    faces = _to_faces(found.faces)
    rungs = select(rung).where(rung.c.contract == contract).order_by(rung.c.number)
    count = connection.execute(select(func.count()).select_from(rungs.subquery())).scalar_one()
    strictness = np.empty(count, np.float64)
    groups = np.empty((count, len(faces)), np.int32)
    with connection.execute(rungs, execution_options={"yield_per": 1}) as rows:
        for row in rows:
            strictness[row.number] = row.strictness
            groups[row.number] = _to_groups(row.groups)
    return Labelings(
        faces=faces,
        strictness=strictness,
        groups=groups,
        chosen=found.chosen,
        sureness=np.frombuffer(found.sureness, FLOAT32).astype(np.float32),
    )


def drop(connection: Connection, contracts: Iterable[str]) -> None:
    """Delete the labelings of *contracts*; the strictness that was chosen stays known."""
    wanted = sorted(contracts)
    connection.execute(delete(rung).where(rung.c.contract.in_(wanted)))
    connection.execute(delete(labeling).where(labeling.c.contract.in_(wanted)))


def drop_those_with(connection: Connection, faces: Iterable[FaceId]) -> None:
    """Delete the labelings of every contract that *faces* have embeddings of."""
    contracts: set[str] = set()
    for part in chunks(faces):
        found = select(embedding.c.contract).where(embedding.c.face.in_(part)).distinct()
        contracts.update(connection.execute(found).scalars())
    drop(connection, contracts)


def wrong(connection: Connection) -> list[str]:
    """Return what does not hold, for `check`."""
    lines = []
    for row in connection.execute(select(labeling).order_by(labeling.c.contract)).all():
        count = 2 * len(row.faces) // FACE_DIGITS
        rungs = connection.execute(select(rung.c.groups).where(rung.c.contract == row.contract))
        lengths = {_length(blob) for blob in rungs.scalars()}
        if lengths != {count} or len(row.sureness) != count * FLOAT32.itemsize:
            lines.append(f"groups of {row.contract} that are damaged; `likeness group --again`")
    return lines


# ---------------------------------------------------------------- bytes


def _from_faces(faces: tuple[FaceId, ...]) -> bytes:
    return bytes.fromhex("".join(face[1:] for face in faces))


def _to_faces(kept: bytes) -> tuple[FaceId, ...]:
    digits = kept.hex()
    starts = range(0, len(digits), FACE_DIGITS)
    return tuple(FaceId("f" + digits[start : start + FACE_DIGITS]) for start in starts)


def _from_groups(groups: NDArray[np.int32]) -> bytes:
    return zlib.compress(groups.astype(INT32, copy=False).tobytes(), LEVEL)


def _to_groups(kept: bytes) -> NDArray[np.int32]:
    return np.frombuffer(zlib.decompress(kept), INT32).astype(np.int32)


def _length(kept: bytes) -> int:
    """Return for how many faces *kept* says the group; -1: it cannot be read."""
    try:
        return len(zlib.decompress(kept)) // INT32.itemsize
    except zlib.error:
        return -1
