"""The kinds of database that a catalog may lie in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.stores.postgres import fresh_schema

DATABASES = ("sqlite", "postgresql")


@contextmanager
def database_url(kind: str) -> Iterator[str]:
    """Yield the URL of a new catalog; "" is a file in the library folder."""
    if kind == "sqlite":
        yield ""
        return
    with fresh_schema() as url:
        yield url


ON_EVERY_DATABASE = pytest.mark.parametrize("database", DATABASES, indirect=True)
"""Marks tests whose catalog lies in each kind of database by turns."""
