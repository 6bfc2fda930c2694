"""The number that says whether lists of photos, places, failures or collections have changed."""

from __future__ import annotations

from sqlalchemy import Connection, update

from likeness.catalog.schema import library


def changed(connection: Connection) -> None:
    """Count up: photos came or went, lie elsewhere, failed, or there are other collections."""
    connection.execute(update(library).values(listed=library.c.listed + 1))
