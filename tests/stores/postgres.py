"""A PostgreSQL server to try things on: a fresh schema for each test."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

VARIABLE = "LIKENESS_TEST_POSTGRES"
DEFAULT = "postgresql+psycopg://postgres@127.0.0.1:5432/test"

FAST = "-csynchronous_commit=off"
"""Nothing here has to survive a power cut."""


def server() -> URL:
    """Return where the server is. Skips the test if nobody named one and none answers."""
    url = make_url(os.environ.get(VARIABLE) or DEFAULT)
    if VARIABLE in os.environ:
        return url
    engine = create_engine(url, connect_args={"connect_timeout": 3})
    try:
        engine.connect().close()
    except (OperationalError, ImportError):
        pytest.skip(f"no PostgreSQL answers at {DEFAULT}, and {VARIABLE} names none")
    finally:
        engine.dispose()
    return url


def in_schema(url: URL, schema: str, *options: str) -> str:
    """Return *url*, password and all, with *schema* as the place of the tables."""
    said = " ".join((f"-csearch_path={schema}", FAST, *options))
    return url.update_query_dict({"options": said}).render_as_string(hide_password=False)


@contextmanager
def fresh_schema() -> Iterator[str]:
    """Yield the URL of a schema that is not there yet; it is dropped afterwards."""
    url, schema = server(), f"likeness_{secrets.token_hex(6)}"
    try:
        yield in_schema(url, schema)
    finally:
        drop(url, schema)


def drop(url: URL, schema: str) -> None:
    """Drop *schema*; whoever is still connected to a library in it is waited for."""
    with administrator(url) as run:
        run(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


@contextmanager
def administrator(url: URL | None = None) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Yield a function that runs a statement and returns its rows, each in its own transaction."""
    engine = create_engine(url or server(), isolation_level="AUTOCOMMIT")

    def run(statement: str, **values: object) -> list[tuple[Any, ...]]:
        with engine.connect() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []

    try:
        yield run
    finally:
        engine.dispose()
