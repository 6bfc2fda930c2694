"""Which kind of database a URL names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from likeness.catalog.backend import Backend
from likeness.catalog.sqlite import FILE, SqliteBackend
from likeness.catalog.writer import RUN, Writer
from likeness.errors import SettingsError

PSYCOPG = "postgresql+psycopg"
POSTGRES = frozenset({"postgres", "postgresql", PSYCOPG})
SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})
FORMS = "sqlite:////absolute/path or postgresql+psycopg://user@host/database"


# A library may come from somebody else, and its settings with it. With these words in its URL they
# could have a password sent to a server that it is not meant for, hand on a Kerberos ticket, write
# the keys of connections into any file, or load a plugin.
REFUSED = frozenset(
    {"hostaddr", "passfile", "service", "servicefile", "gssdelegation", "sslkeylogfile", "plugin"}
)


def open_backend(
    url: str, folder: Path, *, wait_seconds: float, on_wait: Callable[[str], None] | None
) -> Backend:
    """Return the backend for *url*, not connected yet; see `open_catalog`.

    Raises:
        SettingsError: The URL names no database that a catalog can lie in, or the driver for it
            is not installed.
    """
    where = _parsed(url, folder)
    if where.drivername in POSTGRES:
        _require_harmless(where)
        _require_whole_password(where)
        from likeness.catalog.postgres import PostgresBackend

        return PostgresBackend(
            where.set(drivername=PSYCOPG), wait_seconds=wait_seconds, on_wait=on_wait
        )
    if where.drivername in SQLITE and where.database not in {None, "", ":memory:"}:
        if where.query:
            raise SettingsError(f"Setting catalog.url has a query, but a file takes none: {FORMS}.")
        return SqliteBackend(
            where,
            Writer(folder, wait_seconds=wait_seconds, on_wait=on_wait),
            Writer(folder, wait_seconds=wait_seconds, on_wait=on_wait, right=RUN),
        )
    raise SettingsError(
        f"Setting catalog.url begins with {where.drivername}:, but a catalog lies in an SQLite "
        f"file or in PostgreSQL: {FORMS}."
    )


def _require_harmless(where: URL) -> None:
    refused = sorted(REFUSED & where.query.keys())
    if refused:
        raise SettingsError(
            f"Setting catalog.url says {refused[0]}, which is not allowed there: a library that "
            "came from somebody else could misuse it. Remove it."
        )


def _require_whole_password(where: URL) -> None:
    """Refuse a URL that is parted too early: a part of the password would be shown as the host."""
    if "@" in (where.host or ""):
        raise SettingsError(
            'Setting catalog.url holds more than one "@". Write the one in the password as %40, '
            "or give the password in PGPASSWORD or ~/.pgpass."
        )


def _parsed(url: str, folder: Path) -> URL:
    if not url:
        return URL.create("sqlite", database=str(folder / FILE))
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SettingsError(
            "Setting catalog.url is no SQLAlchemy URL. Leave it empty for a file in the library "
            f"folder, or write {FORMS}."
        ) from error
