from __future__ import annotations

import sqlite3

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import exc

from likeness.catalog.failures import database_errors_as_ours
from likeness.catalog.sql import SqlCatalog
from likeness.errors import LibraryError, StoreUnavailableError, UsageError
from likeness.types import EditId


def every_error() -> list[type[Exception]]:
    """All errors that SQLAlchemy or the driver may raise, warnings and helpers apart."""
    found = [
        kind
        for module in (exc, sqlite3)
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, (exc.SQLAlchemyError, sqlite3.Error))
        and not issubclass(kind, Warning)
    ]
    return sorted(set(found), key=lambda kind: f"{kind.__module__}.{kind.__name__}")


ARGUMENTS: dict[type[BaseException], tuple[object, ...]] = {
    exc.CircularDependencyError: ("said", [], []),
    exc.UnsupportedCompilationError: (object(), object),
    exc.DBAPIError: ("SELECT 1", {"name": "Anna"}, sqlite3.DatabaseError("said")),
    exc.StatementError: ("said", "SELECT 1", {"name": "Anna"}, None),
    exc.NoReferencedTableError: ("said", "table"),
    exc.NoReferencedColumnError: ("said", "table", "column"),
}


def made(kind: type[Exception]) -> Exception:
    """Return an instance, made of what its class wants."""
    wanted = next((ARGUMENTS[base] for base in kind.__mro__ if base in ARGUMENTS), ("said",))
    return kind(*wanted)


def test_the_list_of_errors_is_not_empty() -> None:
    assert exc.OperationalError in every_error()
    assert sqlite3.OperationalError in every_error()
    assert len(every_error()) > 30


@pytest.mark.parametrize("kind", every_error())
def test_no_error_of_the_database_is_left_out(kind: type[Exception]) -> None:
    error = made(kind)
    with pytest.raises(LibraryError) as caught, database_errors_as_ours():
        raise error
    assert caught.value.__cause__ is error
    assert "Anna" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "kind", [exc.OperationalError, exc.TimeoutError, sqlite3.OperationalError, PermissionError]
)
def test_what_the_world_does_is_said_to_be_the_world(kind: type[Exception]) -> None:
    with pytest.raises(StoreUnavailableError), database_errors_as_ours():
        raise made(kind)


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("database or disk is full", "free some space"),
        ("attempt to write a readonly database", "writable"),
        ("unable to open database file", "exists and is yours"),
        ("database disk image is malformed", "restore a backup"),
        ("database is locked", "wait for the other program"),
        ("something new", "try again"),
    ],
)
def test_the_message_says_what_to_do(said: str, advice: str) -> None:
    with pytest.raises(StoreUnavailableError, match=advice) as caught, database_errors_as_ours():
        raise sqlite3.OperationalError(said)
    assert said in str(caught.value)


def refused(kind: type[psycopg.Error], said: str, state: str | None) -> exc.DBAPIError:
    """Return an error as SQLAlchemy makes it of one of PostgreSQL's."""
    error = kind(said)
    error.sqlstate = state
    made = exc.DBAPIError.instance("SELECT 1", {"name": "Anna"}, error, psycopg.Error)
    assert isinstance(made, exc.DBAPIError)
    return made


CONNECTING = 'connection failed: connection to server at "db", port 5432 failed: '


@pytest.mark.parametrize(
    ("kind", "said", "state", "advice"),
    [
        (errors.DiskFull, "could not extend file", "53100", "free some space on the disk of the"),
        (errors.TooManyConnections, "too many clients", "53300", "max_connections"),
        (errors.OutOfMemory, "out of memory", "53200", "more memory"),
        (errors.ReadOnlySqlTransaction, "cannot execute INSERT", "25006", "may be written to"),
        (errors.InsufficientPrivilege, "permission denied", "42501", "own the tables"),
        (errors.DuplicateSchema, "schema exists", "42P06", "GRANT USAGE"),
        (errors.AdminShutdown, "terminating connection", "57P01", "is up again"),
        (errors.CrashShutdown, "terminating connection", "57P02", "is up again"),
        (errors.CannotConnectNow, "the database system is starting up", "57P03", "is up again"),
        (errors.ConnectionFailure, "connection lost", "08006", "database server runs"),
        (errors.DeadlockDetected, "deadlock", "40P01", "another program was in the way"),
        (errors.IoError, "could not read block", "58030", "the log of the database server"),
        (errors.DataCorrupted, "invalid page in block", "XX001", "restore a backup"),
        (psycopg.OperationalError, "news", "F0000", "look at the log"),
        (
            psycopg.OperationalError,
            CONNECTING + "Connection refused\n\tmore",
            None,
            "can be reached",
        ),
        (psycopg.OperationalError, "connection timeout expired", None, "can be reached"),
        (psycopg.OperationalError, "the connection is lost", None, "can be reached"),
        (
            psycopg.OperationalError,
            CONNECTING + "FATAL:  password authentication failed",
            None,
            "user and password",
        ),
        (
            psycopg.OperationalError,
            CONNECTING + "fe_sendauth: no password supplied",
            None,
            "user and password",
        ),
        (
            psycopg.OperationalError,
            CONNECTING + 'FATAL:  database "x" does not exist',
            None,
            "createdb",
        ),
        (
            psycopg.OperationalError,
            CONNECTING + 'FATAL:  role "x" does not exist',
            None,
            "user and password",
        ),
        (
            psycopg.OperationalError,
            CONNECTING + "FATAL:  sorry, too many clients already",
            None,
            "max_connections",
        ),
        (
            psycopg.OperationalError,
            CONNECTING + "FATAL:  the database system is shutting down",
            None,
            "is up again",
        ),
        (
            psycopg.OperationalError,
            CONNECTING + "server does not support SSL, but SSL was required",
            None,
            "sslmode",
        ),
    ],
)
def test_what_a_server_says_is_told_with_what_to_do(
    kind: type[psycopg.Error], said: str, state: str | None, advice: str
) -> None:
    with pytest.raises(StoreUnavailableError, match=advice) as caught, database_errors_as_ours():
        raise refused(kind, said, state)
    assert " ".join(said.splitlines()[0].split()) in str(caught.value)
    assert "Anna" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_values_that_a_server_quotes_are_left_out() -> None:
    quoting = refused(
        errors.InvalidTextRepresentation, 'invalid input for integer: "Anna"', "22P02"
    )
    with pytest.raises(LibraryError, match="22P02") as caught, database_errors_as_ours():
        raise quoting
    assert "Anna" not in str(caught.value)


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt, LibraryError])
def test_other_errors_pass_unchanged(kind: type[BaseException]) -> None:
    with pytest.raises(kind, match="mine"), database_errors_as_ours():
        raise kind("mine")


def test_text_that_is_none_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(UsageError, match=r"'p\\udcff' holds characters"), database_errors_as_ours():
        "p\udcff".encode()


def test_a_number_of_more_than_64_bits_is_the_callers_mistake(catalog: SqlCatalog) -> None:
    with pytest.raises(UsageError, match="larger than any"):
        catalog.history(2**70)
    with pytest.raises(UsageError, match="larger than any"):
        catalog.undo(EditId(2**70), who="")
