"""Where the strictness stands after it was changed by hand.

A slide puts faces as another strictness has them. Which one that is, is read from the log, so that
taking a slide back needs nothing but taking back its edit.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from likeness.catalog.schema import contract as contract_table
from likeness.catalog.schema import edit as edit_table
from likeness.types import Contract, EditId


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


def run_edit(connection: Connection, contract: Contract) -> EditId | None:
    """Return the newest edit before the slides that count; None: no run over everything."""
    run = _run(connection, contract)
    return None if run is None else EditId(run[1])


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
