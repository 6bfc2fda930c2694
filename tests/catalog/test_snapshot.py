"""A snapshot is one state of a library as a catalog of its own, from either database."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from likeness.catalog.base import LibraryCounts
from likeness.catalog.copy import verify
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import LibraryError, StoreUnavailableError
from tests.catalog.makers import CONTRACT, batch
from tests.stores.databases import ON_EVERY_DATABASE


def taken(catalog: SqlCatalog, folder: Path) -> SqlCatalog:
    folder.mkdir()
    catalog.snapshot(folder)
    return open_catalog("", folder=folder, create=False)


@ON_EVERY_DATABASE
def test_it_holds_every_row_and_the_number_of_its_library(
    catalog: SqlCatalog, tmp_path: Path
) -> None:
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(7), faces=2))
    faces = [face.face for face in catalog.faces()]
    catalog.assign(faces[:3], to=None, name="Zo\u00eb", who="me")
    catalog.undo(who="me")
    with closing(taken(catalog, tmp_path / "copy")) as copy:
        assert verify(catalog, copy) > 0
        assert copy.check() == []
        assert copy.library_id() == catalog.library_id()
        assert copy.tag_revision() == catalog.tag_revision()
        assert copy.revision(CONTRACT) == catalog.revision(CONTRACT)
        assert copy.counts() == catalog.counts()
        assert copy.counts() == LibraryCounts(photos=7, faces=14, people=0, accounts=0)


@ON_EVERY_DATABASE
def test_it_waits_for_no_writer_and_sees_whole_batches_only(
    catalog: SqlCatalog, tmp_path: Path
) -> None:
    source = catalog.add_source("folder", "/photos").id
    stop, begun = threading.Event(), threading.Event()

    def write_on() -> None:
        number = 0
        with catalog.writing("add"):
            while not stop.is_set():
                catalog.write(batch(source, [number, number + 1], faces=2))
                number += 2
                begun.set()

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        assert begun.wait(30)
        copies = [taken(catalog, tmp_path / str(number)) for number in range(3)]
    finally:
        stop.set()
        writer.join()
    for copy in copies:
        with closing(copy):
            found = copy.counts()
            assert copy.check() == []
            assert found.photos % 2 == 0
            assert (found.faces, len(copy.vectors(CONTRACT)[0])) == (2 * found.photos,) * 2


@ON_EVERY_DATABASE
def test_nothing_that_belongs_to_the_moment_is_in_it(catalog: SqlCatalog, tmp_path: Path) -> None:
    with catalog.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO session (token, created, seen, expires) "
            "VALUES ('tokentoken', '2026-01-01', '2026-01-01', '2027-01-01')"
        )
    with closing(taken(catalog, tmp_path / "copy")) as copy:
        with copy.database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM session").scalar_one() == 0
        assert b"tokentoken" not in (tmp_path / "copy" / "catalog.db").read_bytes()


def test_it_is_one_file_that_its_owner_alone_may_read(catalog: SqlCatalog, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    catalog.snapshot(tmp_path / "copy")
    names = {path.name for path in (tmp_path / "copy").iterdir()}
    assert names - {"writer.lock"} == {"catalog.db"}
    assert (tmp_path / "copy" / "catalog.db").stat().st_mode & 0o777 == 0o600


def test_nothing_is_replaced(catalog: SqlCatalog, tmp_path: Path) -> None:
    with (
        closing(taken(catalog, tmp_path / "copy")),
        pytest.raises((StoreUnavailableError, LibraryError)),
    ):
        catalog.snapshot(tmp_path / "copy")
