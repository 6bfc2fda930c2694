"""Bring a library's schema up to this version of Likeness, or say that it is newer."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from likeness.catalog.schema import REVISION
from likeness.errors import LibraryVersionError

FOLDER = Path(__file__).with_name("migrations")
VERSION_TABLE = "alembic_version"


def current_revision(connection: Connection) -> str | None:
    """Return the revision that the library is at, None for an empty database."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608


def is_current(connection: Connection) -> bool:
    """Whether the library is at the revision of this Likeness, without loading Alembic."""
    return current_revision(connection) == REVISION


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
