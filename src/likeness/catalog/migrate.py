"""Bring a library's schema up to this version of Likeness, or say that it is newer."""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from likeness.catalog.schema import COPYING, REVISION, WHOLE, library, metadata
from likeness.errors import LibraryError, LibraryVersionError

FOLDER = Path(__file__).with_name("migrations")

# As Alembic makes it, which finds in it where to go on.
alembic_version = Table(
    "alembic_version",
    MetaData(naming_convention={"pk": "%(table_name)s_pkc"}),
    Column("version_num", String(32), primary_key=True),
)


OURS = frozenset({"photo", "face", "person", "edit", "skip_photo"})
"""Tables that every version of a library has."""


def require_ours(connection: Connection) -> None:
    """Refuse a database that is neither empty nor a library.

    `catalog.url` can stand in the `config.toml` of a library that came from somebody else.

    Raises:
        LibraryError: Another program made it.
    """
    found = set(inspect(connection).get_table_names())
    if found and not found >= OURS:
        raise LibraryError(
            f"{connection.engine.url.database} is a database of another program, not a library; "
            "nothing was changed. Look at catalog.url with `likeness config show`."
        )


def current_revision(connection: Connection) -> str | None:
    """Return the revision that the library is at, None for an empty database."""
    if not inspect(connection).has_table(alembic_version.name):
        return None
    return connection.execute(select(alembic_version.c.version_num)).scalar()


def is_current(connection: Connection) -> bool:
    """Whether the library is at the revision of this Likeness, without loading Alembic."""
    return current_revision(connection) == REVISION


def require_whole(connection: Connection) -> None:
    """Refuse a library that `move-library` has begun to fill and not finished.

    Raises:
        LibraryError: It is such a one.
    """
    state = connection.execute(select(library.c.state)).scalar_one()
    if state == COPYING:
        raise LibraryError(
            "This library is a copy that was not finished. Run the same `likeness move-library` "
            "again: it goes on where it stopped."
        )


def make(connection: Connection) -> None:
    """Make all tables in an empty database, in the transaction of *connection*.

    They are what the migrations make (a test compares them) without loading Alembic, which takes
    longer than everything else that opens a library.
    """
    metadata.create_all(connection, checkfirst=False)
    alembic_version.create(connection)
    connection.execute(alembic_version.insert().values(version_num=REVISION))
    row = {"id": secrets.token_hex(16), "tagged": 0, "state": WHOLE}
    connection.execute(library.insert().values(row))


def bring_up(connection: Connection) -> None:
    """Make the tables or run the migrations that are missing, in one transaction.

    Raises:
        LibraryVersionError: The library is at a revision that this Likeness does not know.
    """
    if current_revision(connection) is None:
        make(connection)
    else:
        upgrade(connection)


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in the transaction of *connection*.

    Raises:
        LibraryVersionError: The library is at a revision that this Likeness does not know.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    current = current_revision(connection)
    known = {script.revision for script in ScriptDirectory(FOLDER).walk_revisions()}
    if current is not None and current not in known:
        raise LibraryVersionError(
            f"This library was written by a newer Likeness (schema {current}, this version knows "
            f"{REVISION}). Update Likeness to open it; nothing was changed."
        )
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
