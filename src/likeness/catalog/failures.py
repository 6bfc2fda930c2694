"""The seam to the database: no foreign error leaves the catalog."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from likeness.errors import LibraryError, StoreUnavailableError, UsageError

# What the world does: disk full, no permission, file damaged, connection lost, pool exhausted.
UNAVAILABLE = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.InternalError,
    exc.NotSupportedError,
    exc.DisconnectionError,
    exc.TimeoutError,
    exc.NoDBAPILoaded,
    sqlite3.OperationalError,
    sqlite3.InterfaceError,
    sqlite3.InternalError,
    OSError,
)

ADVICE = {
    "full": "free some space and run the same command again",
    "readonly": "make the library folder writable",
    "unable to open": "see that the library folder exists and is yours",
    "malformed": "restore a backup, or remove the library and add the photos again",
    "not a database": "restore a backup, or remove the library and add the photos again",
    "locked": "wait for the other program that uses it, then try again",
}


# PostgreSQL says what happened by SQLSTATE, of which the first letters are enough...
STATE_ADVICE = {
    "53100": "free some space on the disk of the database server and run the same command again",
    "53300": "close other programs that use the server, or raise its max_connections",
    "53": "give the database server more memory or fewer programs, then try again",
    "25006": "name a server in catalog.url that may be written to: this one only reads",
    "28": "look at user and password in catalog.url, and at the server's pg_hba.conf",
    "3D000": "make the database with createdb, or name another in catalog.url",
    "3F000": "let the role of catalog.url use its schema: GRANT USAGE, CREATE ON SCHEMA",
    "42P06": "let the role of catalog.url use its schema: GRANT USAGE, CREATE ON SCHEMA",
    "42501": "let the role of catalog.url own the tables of the library, or at least use them",
    "40": "try again: another program was in the way",
    "55P03": "wait for the other program that uses it, then try again",
    "57": "wait until the database server is up again and run the same command again",
    "08": "see that the database server runs and run the same command again",
    "58": "look at the disk and the log of the database server",
    "XX": "restore a backup: the files of the database are damaged",
}

# ... but not where it took no connection at all: then there are only words.
CONNECT_ADVICE = {
    "password": STATE_ADVICE["28"],
    "authentication": STATE_ADVICE["28"],
    "pg_hba": STATE_ADVICE["28"],
    "permission denied": STATE_ADVICE["42501"],
    "too many clients": STATE_ADVICE["53300"],
    "connection slots": STATE_ADVICE["53300"],
    "starting up": STATE_ADVICE["57"],
    "shutting down": STATE_ADVICE["57"],
    "recovery": STATE_ADVICE["57"],
    "ssl": "look at sslmode and the certificates in catalog.url",
    "certificate": "look at sslmode and the certificates in catalog.url",
    "role ": STATE_ADVICE["28"],
    "database ": STATE_ADVICE["3D000"],
    "option": "look at what catalog.url says after the question mark",
    "": "see that the database server runs and can be reached at that address, then try again",
}

NOT_ALLOWED = ("42501", "42P06", "3F000")
"""SQLSTATEs of what the server's keeper forbids, which are no mistakes of ours."""


@contextmanager
def database_errors_as_ours() -> Iterator[None]:
    """Translate every error of the database, keeping it as the cause.

    Raises:
        StoreUnavailableError: The database refused or lost a read or write.
        LibraryError: The catalog asked for something senseless; a mistake in Likeness.
        UsageError: An id or name holds characters that are no text (lone surrogates), or a number
            has more than 64 bits.
    """
    try:
        yield
    except UNAVAILABLE as error:
        raise StoreUnavailableError(unavailable(error)) from error
    except (exc.DatabaseError, sqlite3.DatabaseError) as error:
        if _state(error) in NOT_ALLOWED or _is_odd_option(error):
            raise StoreUnavailableError(unavailable(error)) from error
        _refuse_values(error)
        if type(_cause(error)) is sqlite3.DatabaseError:  # a damaged file has no class of its own
            raise StoreUnavailableError(unavailable(error)) from error
        raise LibraryError(mistake(error)) from error
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        raise LibraryError(mistake(error)) from error
    except UnicodeEncodeError as error:
        raise UsageError(
            f"{error.object!a} holds characters that are no text. Ids and names are text."
        ) from error
    except OverflowError as error:
        raise UsageError("A number is larger than any that the catalog holds.") from error


def unavailable(error: Exception) -> str:
    """Return what happened and what to do about it, without the statement and its values."""
    said = _said(error)
    return f"The catalog cannot be read or written: {said}. Please {_advice(error, said.lower())}."


def _advice(error: Exception, said: str) -> str:
    state = _state(error)
    if state is None:
        return next(
            (advice for sign, advice in ADVICE.items() if sign in said),
            "look at the disk or the database server, then try again",
        )
    if state:
        return next(
            (advice for sign, advice in STATE_ADVICE.items() if state.startswith(sign)),
            "look at the log of the database server, then try again",
        )
    return next(advice for sign, advice in CONNECT_ADVICE.items() if sign in said)


def _state(error: Exception) -> str | None:
    """Return PostgreSQL's SQLSTATE, "" if the server said none; None: it is another database."""
    cause = _cause(error)
    if not type(cause).__module__.startswith("psycopg"):
        return None
    return getattr(cause, "sqlstate", None) or ""


def _is_odd_option(error: Exception) -> bool:
    """Return whether PostgreSQL's library does not know a word in the URL: none was connected."""
    return _state(error) == "" and "connection option" in _said(error)


def _refuse_values(error: Exception) -> None:
    """Raise `UsageError` if PostgreSQL takes a value in no column.

    Its own words are left out, as they quote the value.
    """
    state = _state(error)
    if state == "22003":
        raise UsageError("A number is larger than any that the catalog holds.") from error
    if state == "22021" or (state == "" and "NUL" in _said(error)):
        raise UsageError(
            "An id or a name holds characters that are no text. Ids and names are text."
        ) from error
    if state is not None and state.startswith("22"):
        raise LibraryError(
            f"The catalog refused a value that Likeness gave it ({state}). Nothing was written."
        ) from error


def mistake(error: Exception) -> str:
    """Return one line for an error that only a mistake in Likeness can cause."""
    said = _said(error)
    return f"The catalog refused what Likeness asked of it: {said}. Nothing was written."


def _said(error: Exception) -> str:
    """Return the first line of the cause: what follows may hold the statement and its values."""
    cause = _cause(error)
    words = cause.args[0] if isinstance(cause, exc.StatementError) else cause
    first = next(iter(str(words).splitlines()), type(cause).__name__)
    return " ".join(first.split()).rstrip(".")


def _cause(error: Exception) -> BaseException:
    if isinstance(error, exc.DBAPIError) and error.orig is not None:
        return error.orig
    return error
