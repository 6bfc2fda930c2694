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
    advice = next(
        (advice for sign, advice in ADVICE.items() if sign in said.lower()),
        "look at the disk or the database server, then try again",
    )
    return f"The catalog cannot be read or written: {said}. Please {advice}."


def mistake(error: Exception) -> str:
    """Return one line for an error that only a mistake in Likeness can cause."""
    said = _said(error)
    return f"The catalog refused what Likeness asked of it: {said}. Nothing was written."


def _said(error: Exception) -> str:
    """Return the first line of the cause: what follows may hold the statement and its values."""
    cause = _cause(error)
    words = cause.args[0] if isinstance(cause, exc.StatementError) else cause
    return next(iter(str(words).splitlines()), type(cause).__name__).rstrip(".")


def _cause(error: Exception) -> BaseException:
    if isinstance(error, exc.DBAPIError) and error.orig is not None:
        return error.orig
    return error
