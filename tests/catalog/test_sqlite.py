from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import URL

from likeness.catalog import sqlite
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import LibraryBusyError, SettingsError, StoreUnavailableError
from tests.catalog.makers import batch, face_id, photo_id
from tests.stores.disk import small_disk


def pragma(catalog: SqlCatalog, name: str) -> object:
    with catalog._db.reading() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_only_the_owner_may_read_the_library(catalog: SqlCatalog, tmp_path: Path) -> None:
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, [1]))
    folder = tmp_path / "library"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = sorted(folder.iterdir())
    assert {"catalog.db", "catalog.db-wal"} <= {file.name for file in files}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_what_is_committed_survives_and_what_is_deleted_is_gone(catalog: SqlCatalog) -> None:
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "synchronous": 2}
    assert {name: pragma(catalog, name) for name in wanted} == wanted
    assert pragma(catalog, "busy_timeout") == 30_000
    assert pragma(catalog, "temp_store") == 2


def test_a_transaction_that_fails_leaves_nothing(catalog: SqlCatalog) -> None:
    def write_and_fail() -> None:
        with catalog._db.writing() as connection:
            connection.exec_driver_sql("CREATE TABLE half (x)")
            connection.exec_driver_sql("INSERT INTO half VALUES (1)")
            raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        write_and_fail()
    with catalog._db.reading() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    assert "half" not in tables


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / sqlite.FILE).write_bytes(b"these are not the rows you are looking for" * 100)
    with pytest.raises(StoreUnavailableError, match=r"not a database.*restore a backup"):
        open_catalog("", folder=tmp_path, wait_seconds=0)


def test_damaged_pages_are_found(tmp_path: Path) -> None:
    catalog = open_catalog("", folder=tmp_path, wait_seconds=0)
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(200)))
    catalog.close()
    file = tmp_path / sqlite.FILE
    with file.open("r+b") as handle:
        handle.seek(file.stat().st_size // 2 // 4096 * 4096)
        handle.write(b"\xff" * 8192)
    again = open_catalog("", folder=tmp_path, wait_seconds=0)
    try:
        try:
            wrong = "; ".join(again.check())
        except StoreUnavailableError as error:
            wrong = str(error)
        assert "damaged" in wrong or "malformed" in wrong
    finally:
        again.close()


def test_rows_that_point_nowhere_are_found(catalog: SqlCatalog, tmp_path: Path) -> None:
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, [1]))
    other = sqlite3.connect(tmp_path / "library" / sqlite.FILE)
    other.execute("DELETE FROM photo")
    other.commit()
    other.close()
    assert "a row of face points at a row of photo that is not there" in catalog.check()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_said_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnavailableError):
        open_catalog("", folder=tmp_path / "library", wait_seconds=0)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailableError, match="cannot be read or written"):
        open_catalog("", folder=tmp_path / "file" / "library", wait_seconds=0)


def test_a_full_disk_is_said_so_and_nothing_is_half_written(catalog: SqlCatalog) -> None:
    source = catalog.add_source("folder", "/photos").id
    pages = pragma(catalog, "page_count")
    with catalog._db.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreUnavailableError, match=r"full.*free some space"):
        catalog.write(batch(source, range(300)))
    assert list(catalog.photos()) == []


def fill(catalog: SqlCatalog, source: int) -> None:
    for start in range(0, 100_000, 100):
        catalog.write(batch(source, range(start, start + 100)))


def test_on_a_small_disk_whole_batches_are_kept_and_the_rest_is_refused() -> None:
    with small_disk("4m") as disk:
        catalog = open_catalog("", folder=disk / "library", wait_seconds=0)
        source = catalog.add_source("folder", "/photos").id
        with pytest.raises(StoreUnavailableError, match=r"full.*free some space"):
            fill(catalog, source)
        photos = list(catalog.photos())
        assert len(photos) % 100 == 0
        assert len(photos) > 0
        assert catalog.check() == []
        catalog.close()


LIMITED = """
import resource, sys
from pathlib import Path
from likeness.catalog.sql import open_catalog
from likeness.errors import StoreUnavailableError
from tests.catalog.test_sqlite import fill

catalog = open_catalog("", folder=Path(sys.argv[1]), wait_seconds=0)
source = catalog.add_source("folder", "/photos").id
resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
try:
    fill(catalog, source)
except StoreUnavailableError as error:
    print(error)
"""


def test_a_quota_is_said_so_and_whole_batches_are_kept(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    ).stdout
    assert "cannot be read or written" in said
    catalog = open_catalog("", folder=tmp_path, wait_seconds=0)
    photos = list(catalog.photos())
    assert len(photos) % 100 == 0
    assert len(photos) > 0
    assert catalog.check() == []
    catalog.close()


def test_traces_stay_pending_while_a_reader_looks_at_old_pages(
    catalog: SqlCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(3000)))
    monkeypatch.setattr(sqlite, "PRAGMAS", ("PRAGMA busy_timeout = 10", *sqlite.PRAGMAS[1:]))
    catalog._db.engine.dispose()
    reader = catalog.photos()
    next(reader)
    catalog.forget_photos([photo_id(1)], who="me")
    with pytest.raises(LibraryBusyError, match="Close that program"):
        catalog.deletions_done()
    assert catalog.pending_deletions()["faces"] == (face_id(1),)
    reader.close()  # type: ignore[attr-defined]
    catalog.deletions_done()
    assert not any(catalog.pending_deletions().values())


@pytest.mark.parametrize(("log", "settled"), [(None, True), (b"", True), (b"frames", False)])
def test_where_nothing_may_be_written_the_file_is_only_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: bytes | None, settled: bool
) -> None:
    monkeypatch.setattr(sqlite, "_is_writable", lambda path: False)
    file = tmp_path / "a b#c?.db"
    file.touch()
    if log is not None:
        file.with_name(file.name + "-wal").write_bytes(log)

    url = sqlite.as_it_may_be_opened(URL.create("sqlite", database=str(file)))

    assert url.query["mode"] == "ro"
    assert ("immutable" in url.query) is settled
    assert (url.database or "").endswith("a%20b%23c%3F.db")


def test_a_file_that_may_be_written_is_opened_as_it_is(tmp_path: Path) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "new.db"))

    assert sqlite.as_it_may_be_opened(url) is url


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite:///x.db", "sqlite:///x.db?plugin=x", "sqlite:///file:x?uri=true"]
)
def test_other_drivers_and_queries_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"catalog\.url"):
        open_catalog(url, folder=tmp_path)
