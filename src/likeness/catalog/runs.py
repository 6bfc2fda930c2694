"""What a grouping run reads and writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, case, or_, select, update

from likeness.catalog import changes as changing
from likeness.catalog import labelings, log, slides, vectors
from likeness.catalog.calendar import years
from likeness.catalog.changes import Changes, FaceState, PersonState
from likeness.catalog.database import STREAM
from likeness.catalog.photos import countable
from likeness.catalog.schema import contract as contract_table
from likeness.catalog.schema import embedding, face, person, photo, rejection
from likeness.types import Contract, EditId, FaceId, Grouping, GroupingFaces, PersonId

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOLD_BY_CAMERA = ("exif", "xmp")
"""Where a photo's time comes from if the camera's clock said it; a file's own time may be later."""

NUMBERS = ("x1", "y1", "x2", "y2", "quality", "mirror_distance", "age")


def read(connection: Connection, contract: Contract, *, with_vectors: bool = True) -> GroupingFaces:
    """Return all that a run needs; see `Catalog.grouping_faces`."""
    columns = (face.c.id, face.c.photo, face.c.person, face.c.assigned_by, embedding.c.revision)
    numbers = [face.c[name] for name in NUMBERS]
    vector = [embedding.c.vector] if with_vectors else []
    rows = connection.execute(
        select(*columns, camera_time(), *numbers, *vector)
        .join_from(face, embedding)
        .join(photo, photo.c.id == face.c.photo)
        .where(embedding.c.contract == contract, countable())
        .order_by(face.c.id),
        execution_options={"yield_per": STREAM},
    )
    found = _Read()
    for part in rows.partitions():
        found.take(list(zip(*part, strict=True)))
    return found.faces(connection, contract)


class _Read:
    """Collects the columns of rows part by part: a million rows at once would take gigabytes."""

    def __init__(self) -> None:
        self._texts: tuple[list[Any], ...] = ([], [], [], [])
        self._revisions: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
        self._taken: list[float] = []
        self._numbers = [np.empty((0, len(NUMBERS)), np.float32)]
        self._vectors = bytearray()

    def take(self, columns: list[tuple[Any, ...]]) -> None:
        """Add the rows of which these are the columns."""
        texts = len(self._texts)
        for known, more in zip(self._texts, columns[:texts], strict=True):
            known.extend(more)
        revisions, taken, *rest = columns[texts:]
        self._revisions.append(np.array(revisions, np.int64))
        self._taken += map(years, taken)
        numbers = rest[: len(NUMBERS)]
        self._numbers.append(np.stack([np.array(c, np.float32) for c in numbers], axis=1))
        for vectors_of_rows in rest[len(NUMBERS) :]:
            self._vectors += b"".join(vectors_of_rows)

    def faces(self, connection: Connection, contract: Contract) -> GroupingFaces:
        """Return what was collected, and what was decided about it."""
        ids, photos, persons, by = self._texts
        numbers = np.concatenate(self._numbers)
        return GroupingFaces(
            ids=tuple(ids),
            photos=tuple(photos),
            vectors=vectors.from_joined(self._vectors, len(ids)),
            boxes=numbers[:, :4].copy(),
            quality=np.nan_to_num(numbers[:, 4]),
            persons=tuple(persons),
            pinned=tuple(who == "human" for who in by),
            rejections=_rejections(connection),
            decided=decided(connection),
            mirror=numbers[:, 5].copy(),
            taken=np.array(self._taken, np.float64),
            age=numbers[:, 6].copy(),
            born=_born(connection),
            fresh=np.concatenate(self._revisions) > _last_seen(connection, contract),
            strictness=slides.stands_at(connection, contract),
        )


def camera_time() -> ColumnElement[datetime | None]:
    """Return when the photo was taken by the camera's clock, null where only its file tells."""
    return case((photo.c.taken_from.in_(TOLD_BY_CAMERA), photo.c.taken))


def _last_seen(connection: Connection, contract: Contract) -> int:
    """Return the revision that the last run saw; 0: there was none."""
    seen = select(contract_table.c.grouped).where(contract_table.c.name == contract)
    return connection.execute(seen).scalar() or 0


def _born(connection: Connection) -> dict[PersonId, int]:
    rows = connection.execute(select(person.c.id, person.c.born).where(person.c.born.is_not(None)))
    return {PersonId(row.id): row.born for row in rows.all()}


def _rejections(connection: Connection) -> frozenset[tuple[FaceId, PersonId]]:
    rows = connection.execute(select(rejection.c.face, rejection.c.person))
    return frozenset((FaceId(of), PersonId(against)) for of, against in rows)


def decided(connection: Connection) -> frozenset[PersonId]:
    """Return the people about whom a human decided anything."""
    told = select(person.c.id).where(
        or_(
            person.c.name.is_not(None),
            person.c.hidden,
            person.c.feature.is_not(None),
            person.c.born.is_not(None),
            person.c.opted_out,
        )
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
    edit = None
    if moves := _moves(connection, grouping):
        changes, what = _apply(connection, grouping, moves)
        edit = log.append(connection, "group", what, who=log.RUN, changes=changes)
    if contract is not None:
        seen = {"grouped": contract_table.c.revision, "grouped_edit": log.newest(connection)}
        connection.execute(
            update(contract_table).where(contract_table.c.name == contract).values(seen)
        )
        if grouping.labelings is not None:
            labelings.write(connection, contract, grouping.labelings)
    return edit


def slide(
    connection: Connection, grouping: Grouping, strictness: float, contract: Contract, *, who: str
) -> EditId | None:
    """Apply the groups of another strictness; see `Catalog.write_slide`."""
    moves = _moves(connection, grouping)
    if not moves and slides.stands_at(connection, contract) == strictness:
        return None
    was_due = is_due(connection, contract)
    changes, what = _apply(connection, grouping, moves)
    edit = log.append(connection, "group", f"strictness changed: {what}", who=who, changes=changes)
    slides.note(connection, edit, strictness, contract)
    if not was_due:
        connection.execute(
            update(contract_table)
            .where(contract_table.c.name == contract)
            .values(grouped_edit=edit)
        )
    return edit


def _apply(
    connection: Connection,
    grouping: Grouping,
    moves: Mapping[FaceId, tuple[FaceState, FaceState]],
) -> tuple[Changes, str]:
    """Write *moves* with the people who are new by them; return what was done, also in words."""
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
    return changes, what


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
