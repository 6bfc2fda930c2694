"""What must hold between the rows of a library."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from likeness.catalog import labelings, neighbours
from likeness.catalog.changes import nothing_left
from likeness.catalog.schema import (
    average,
    average_face,
    embedding,
    face,
    failure,
    location,
    person,
    rejection,
)

SHOWN = 3


def wrong(connection: Connection) -> list[str]:
    """Return what does not hold, empty if all does."""
    rejected_here = (
        select(rejection.c.face)
        .where(rejection.c.face == face.c.id, rejection.c.person == face.c.person)
        .exists()
    )
    both = (
        select(failure.c.path)
        .where(failure.c.source == location.c.source, failure.c.path == location.c.path)
        .exists()
    )
    embedded = select(embedding.c.face).where(embedding.c.face == face.c.id).exists()
    shaped = select(average_face.c.face).where(average_face.c.average == average.c.id).exists()
    unmade = average.c.made.is_(None) & (shaped | average.c.report.is_not(None))
    checks = (
        _found(connection, person, and_(*nothing_left()), "people without faces and decisions"),
        _found(connection, face, rejected_here, "faces with a person they are held not to be"),
        _found(connection, face, (face.c.status != "ok") & embedded, "embedded faces not ok"),
        _found(connection, location, both, "paths that are both read and failed", key="path"),
        _found(connection, average, unmade, "averages not made that hold something made"),
        _same_names(connection),
        _lengths(connection),
        *labelings.wrong(connection),
        *neighbours.wrong(connection),
    )
    return [line for line in checks if line]


def _found(
    connection: Connection,
    table: Table,
    condition: ColumnElement[bool],
    what: str,
    *,
    key: str = "id",
) -> str:
    """Return one line on the rows that fulfil *condition*, "" if none does."""
    rows = select(table.c[key]).where(condition)
    count = connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
    if not count:
        return ""
    examples = connection.execute(rows.order_by(table.c[key]).limit(SHOWN)).scalars()
    return f"{count} {what}, such as {', '.join(map(repr, examples))}"


def _same_names(connection: Connection) -> str:
    rows = connection.execute(
        select(person.c.name)
        .where(person.c.name.is_not(None))
        .group_by(person.c.name)
        .having(func.count() > 1)
    )
    names = sorted(rows.scalars())
    return f"{len(names)} names that several people carry" if names else ""


def _lengths(connection: Connection) -> str:
    """Embeddings of one contract have one length."""
    length = func.length(embedding.c.vector)
    rows = connection.execute(
        select(embedding.c.contract)
        .group_by(embedding.c.contract)
        .having(func.min(length) != func.max(length))
    )
    names = sorted(rows.scalars())
    return f"embeddings of several lengths: {', '.join(names)}" if names else ""
