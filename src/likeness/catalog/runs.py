"""What a grouping run reads and writes."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
from sqlalchemy import Connection, or_, select, update

from likeness.catalog import changes as changing
from likeness.catalog import log, vectors
from likeness.catalog.changes import Changes, FaceState, PersonState
from likeness.catalog.photos import countable
from likeness.catalog.schema import contract as contract_table
from likeness.catalog.schema import embedding, face, person, rejection
from likeness.types import Contract, EditId, FaceId, Grouping, GroupingFaces, PersonId, PhotoId


def read(connection: Connection, contract: Contract) -> GroupingFaces:
    """Return all that a run needs; see `GroupingFaces`."""
    rows = connection.execute(
        select(
            face.c.id,
            face.c.photo,
            face.c.x1,
            face.c.y1,
            face.c.x2,
            face.c.y2,
            face.c.quality,
            face.c.person,
            face.c.assigned_by,
            embedding.c.vector,
        )
        .join_from(face, embedding)
        .where(embedding.c.contract == contract, countable())
        .order_by(face.c.id)
    ).all()
    return GroupingFaces(
        ids=tuple(FaceId(row.id) for row in rows),
        photos=tuple(PhotoId(row.photo) for row in rows),
        vectors=vectors.from_bytes([row.vector for row in rows]),
        boxes=np.array(
            [(row.x1, row.y1, row.x2, row.y2) for row in rows], dtype=np.float32
        ).reshape(-1, 4),
        quality=np.array([row.quality or 0.0 for row in rows], dtype=np.float32),
        persons=tuple(row.person for row in rows),
        pinned=tuple(row.assigned_by == "human" for row in rows),
        rejections=_rejections(connection),
        decided=_decided(connection),
    )


def _rejections(connection: Connection) -> frozenset[tuple[FaceId, PersonId]]:
    rows = connection.execute(select(rejection.c.face, rejection.c.person))
    return frozenset((FaceId(of), PersonId(against)) for of, against in rows)


def _decided(connection: Connection) -> frozenset[PersonId]:
    """Return the people about whom a human decided anything."""
    told = select(person.c.id).where(
        or_(person.c.name.is_not(None), person.c.hidden, person.c.feature.is_not(None))
    )
    pinned = select(face.c.person).where(face.c.person.is_not(None), face.c.assigned_by == "human")
    rejected = select(rejection.c.person)
    found = connection.execute(told.union(pinned, rejected)).scalars()
    return frozenset(PersonId(id_) for id_ in found)


# ---------------------------------------------------------------- writing


def is_due(connection: Connection, contract: Contract) -> bool:
    """Return whether faces or decisions came since the last run; see `Catalog.is_grouping_due`."""
    seen = connection.execute(
        select(
            contract_table.c.revision, contract_table.c.grouped, contract_table.c.grouped_edit
        ).where(contract_table.c.name == contract)
    ).one_or_none()
    if seen is None:
        return False
    return bool(seen.revision != seen.grouped or log.newest(connection) != seen.grouped_edit)


def write(
    connection: Connection, grouping: Grouping, contract: Contract | None = None
) -> EditId | None:
    """Apply what a run decided; see `Catalog.write_grouping`."""
    edit = _apply(connection, grouping)
    if contract is not None:
        connection.execute(
            update(contract_table)
            .where(contract_table.c.name == contract)
            .values(grouped=contract_table.c.revision, grouped_edit=log.newest(connection))
        )
    return edit


def _apply(connection: Connection, grouping: Grouping) -> EditId | None:
    moves = _moves(connection, grouping)
    if not moves:
        return None
    known = changing.person_states(connection, grouping.founded)
    reached = {after.person for _, after in moves.values()}
    now = datetime.now(UTC)
    founded = [id_ for id_ in grouping.founded if id_ in reached and id_ not in known]
    changes = changing.apply(
        connection,
        Changes(faces=moves, people={id_: (None, PersonState(created=now)) for id_ in founded}),
    )
    what = (
        f"{_count(len(moves), 'face')} grouped: {_count(len(founded), 'new person', 'new people')}"
        + (f", {len(changes.swept)} dropped" if changes.swept else "")
    )
    return log.append(connection, "group", what, who=log.RUN, changes=changes)


def _moves(connection: Connection, grouping: Grouping) -> dict[FaceId, tuple[FaceState, FaceState]]:
    """Return the faces that change, without those that a human decided about in the meantime."""
    wanted = {to for to in grouping.assignments.values() if to is not None}
    there = changing.person_states(connection, wanted).keys() | set(grouping.founded)
    rejected = changing.rejections_of(connection, wanted)
    moves: dict[FaceId, tuple[FaceState, FaceState]] = {}
    states = changing.face_states(connection, grouping.assignments)
    for id_, before in sorted(states.items()):
        to = grouping.assignments[id_]
        decided = before.assigned_by == "human" or before.mark is not None
        refused = to is not None and (to not in there or (id_, to) in rejected)
        if decided or refused or to == before.person:
            continue
        moves[id_] = (before, FaceState(to, None if to is None else "run"))
    return moves


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
