"""Catalogs to try things on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.types import Grouping, PersonId
from tests.catalog.makers import batch, face_id
from tests.stores.databases import database_url


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a new catalog: in the folder "library", unless the test asks for others too."""
    with database_url(getattr(request, "param", "sqlite")) as url:
        yield url


@pytest.fixture
def catalog(database: str, tmp_path: Path) -> Iterator[SqlCatalog]:
    """An empty catalog of the library in the folder "library"."""
    made = open_catalog(database, folder=tmp_path / "library", wait_seconds=1)
    yield made
    made.close()


@pytest.fixture
def people(catalog: SqlCatalog) -> list[PersonId]:
    """Three people whom a run made of twelve photos with one face each: 0-3, 4-7 and 8-10."""
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(12)))
    groups = [range(4), range(4, 8), range(8, 11)]
    founded = tuple(PersonId("p" + min(map(face_id, group))[1:]) for group in groups)
    catalog.write_grouping(
        Grouping(
            assignments={
                face_id(n): person
                for person, group in zip(founded, groups, strict=True)
                for n in group
            },
            founded=founded,
        )
    )
    return list(founded)
