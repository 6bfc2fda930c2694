"""What tells that a library changed, and how much there is in it."""

from __future__ import annotations

from sqlalchemy import Connection, ScalarSelect, case, func, select

from likeness.catalog.photos import countable
from likeness.catalog.schema import (
    collection,
    edit,
    face,
    failure,
    game_round,
    job,
    library,
    participant,
    person,
    photo,
)
from likeness.types import Overview, Pulse


def pulse(connection: Connection) -> Pulse:
    """Return numbers that tell what changed since; see `PageStore.pulse`."""
    row = connection.execute(_PULSE).one()
    return Pulse(
        edits=row.edits or 0,
        tags=row.tagged,
        photos=row.listed,
        jobs=row.jobs or 0,
        rounds=(row.rounds, row.opened, row.closed, row.participants, row.joined),
    )


_PULSE = select(
    library.c.tagged,
    library.c.listed,
    select(func.max(edit.c.id)).scalar_subquery().label("edits"),
    select(func.max(job.c.changed)).scalar_subquery().label("jobs"),
    select(func.count(game_round.c.id)).scalar_subquery().label("rounds"),
    select(func.max(game_round.c.opened)).scalar_subquery().label("opened"),
    select(func.max(game_round.c.closed)).scalar_subquery().label("closed"),
    select(func.count(participant.c.id)).scalar_subquery().label("participants"),
    select(func.max(participant.c.consented)).scalar_subquery().label("joined"),
)


def newest_removal(connection: Connection) -> int:
    """Return the newest entry of the log by which something was forgotten; 0: there is none."""
    newest = select(func.max(edit.c.id)).where(edit.c.kind == "forget")
    return connection.execute(newest).scalar() or 0


def read(connection: Connection) -> Overview:
    """Return how much there is; see `PageStore.overview`."""
    tables = {"photos": photo, "failures": failure, "collections": collection}
    totals: list[ScalarSelect[int]] = [
        select(func.count()).select_from(table).scalar_subquery() for table in tables.values()
    ]
    numbers = dict(zip(tables, connection.execute(select(*totals)).one(), strict=True))
    mine = select(face.c.id).where(face.c.person == person.c.id).exists()
    people = connection.execute(
        select(
            func.count().label("people"),
            func.count(person.c.name).label("named"),
            func.count(case((person.c.hidden, 1))).label("hidden"),
        ).where(mine)
    ).one()
    faces = connection.execute(
        select(
            func.count().label("faces"),
            func.count(case((face.c.person.is_(None), 1))).label("unassigned"),
        ).where(countable())
    ).one()
    return Overview(
        photos=numbers["photos"],
        faces=faces.faces,
        people=people.people,
        named=people.named,
        hidden=people.hidden,
        unassigned=faces.unassigned,
        failures=numbers["failures"],
        collections=numbers["collections"],
    )
