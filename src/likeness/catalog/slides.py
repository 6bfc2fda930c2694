"""Where the strictness stands, and who was where before it was changed by hand.

A slide puts faces as another strictness has them. Which one that is, and what to go back to, is
read from the log, so that taking a slide back needs nothing but taking back its edit.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select, update

from likeness.catalog import log
from likeness.catalog.database import chunks
from likeness.catalog.log import Entry
from likeness.catalog.schema import contract as contract_table
from likeness.catalog.schema import edit as edit_table
from likeness.catalog.schema import face
from likeness.types import Contract, EditId, FaceId, PersonId


def note(connection: Connection, edit: EditId, strictness: float, contract: Contract) -> None:
    """Note that *edit* put the faces of *contract* as *strictness* has them."""
    connection.execute(
        update(edit_table)
        .where(edit_table.c.id == edit)
        .values(strictness=strictness, contract=contract)
    )


def stands_at(connection: Connection, contract: Contract) -> float | None:
    """Return the strictness that holds now; None: no run over everything chose one."""
    run = _run(connection, contract)
    if run is None:
        return None
    chosen, since = run
    slid = connection.execute(
        select(edit_table.c.strictness)
        .where(
            edit_table.c.id > since,
            edit_table.c.contract == contract,
            edit_table.c.undone_by.is_(None),
        )
        .order_by(edit_table.c.id.desc())
        .limit(1)
    ).scalar()
    return chosen if slid is None else float(slid)


def homes(connection: Connection, contract: Contract) -> dict[FaceId, PersonId | None]:
    """Return where faces were before slides moved them; see `Catalog.homes`."""
    run = _run(connection, contract)
    found: dict[FaceId, PersonId | None] = {}
    for entry in log.later(connection, EditId(run[1])) if run is not None else ():
        if entry.undone_by is not None or entry.kind == "undo":
            continue  # together they are nothing
        if entry.contract == contract:
            for id_, (before, _) in entry.changes.faces.items():
                found.setdefault(id_, before.person)
        elif entry.contract is None:
            for id_ in entry.changes.faces:
                found.pop(id_, None)
            found |= dict.fromkeys(_displaced(connection, entry, found))
            if merged := _merged(entry):
                found = {id_: merged.get(person, person) for id_, person in found.items()}
    return found


def _run(connection: Connection, contract: Contract) -> tuple[float, int] | None:
    """Return the strictness that the last whole run chose, and the newest edit after it."""
    row = connection.execute(
        select(contract_table.c.strictness, contract_table.c.strictness_edit).where(
            contract_table.c.name == contract
        )
    ).one_or_none()
    if row is None or row.strictness is None:
        return None
    return row.strictness, row.strictness_edit


def _displaced(
    connection: Connection, entry: Entry, found: Mapping[FaceId, PersonId | None]
) -> list[FaceId]:
    """Return who cannot come home: another face of the photo was put there meanwhile."""
    put = {id_: after.person for id_, (_, after) in entry.changes.faces.items() if after.person}
    reached = set(put.values())
    away = [id_ for id_, home in found.items() if home in reached]
    photos: dict[str, str] = {}
    for part in chunks((*put, *away) if away else ()):
        rows = connection.execute(select(face.c.id, face.c.photo).where(face.c.id.in_(part)))
        photos.update({row.id: row.photo for row in rows})
    taken = {(person, photos.get(id_)) for id_, person in put.items()}
    return [id_ for id_ in away if (found[id_], photos.get(id_)) in taken]


def _merged(entry: Entry) -> dict[PersonId | None, PersonId]:
    """Return whom the people became who ended by a merge."""
    if entry.kind != "merge":
        return {}
    into = {person for person, _ in entry.changes.fields}
    return {ended: person for ended in entry.changes.ended() for person in into}
