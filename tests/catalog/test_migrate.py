from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from likeness.catalog import migrate, schema
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.catalog.writer import Writer
from likeness.errors import LibraryBusyError, LibraryError, LibraryVersionError, SettingsError
from likeness.types import Contract, FaceTags, Location, PersonId, PhotoId

FILE = "catalog.db"


def set_version(folder: Path, version: str) -> None:
    connection = sqlite3.connect(folder / FILE)
    connection.execute("UPDATE alembic_version SET version_num = ?", [version])
    connection.commit()
    connection.close()


@pytest.fixture
def migrated() -> Iterator[Engine]:
    """A database that the migrations made, one after the other."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate.upgrade(connection)
    yield engine
    engine.dispose()


def described(part: Any) -> str:
    """The representation of a column or index; conditions are shown as their text."""
    conditions = {str(key): str(value) for key, value in part.get("dialect_options", {}).items()}
    return repr({**part, "dialect_options": conditions})


def test_migrations_make_the_tables_that_the_code_expects(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        assert migrate.is_current(connection)


def test_a_new_library_is_what_the_migrations_make(catalog: SqlCatalog, migrated: Engine) -> None:
    made, expected = inspect(catalog._db.engine), inspect(migrated)
    assert sorted(made.get_table_names()) == sorted(expected.get_table_names())
    for table in expected.get_table_names():
        for ask in ("get_check_constraints", "get_foreign_keys", "get_indexes", "get_columns"):
            one, other = getattr(made, ask)(table), getattr(expected, ask)(table)
            assert sorted(map(described, one)) == sorted(map(described, other))
        assert made.get_pk_constraint(table) == expected.get_pk_constraint(table)
    with catalog._db.reading() as connection:
        assert migrate.is_current(connection)


def test_the_newest_migration_is_the_one_the_code_names() -> None:
    assert ScriptDirectory(migrate.FOLDER).get_heads() == [schema.REVISION]


@pytest.mark.parametrize("name", sorted(schema.metadata.tables))
def test_every_table_can_be_made_in_postgresql(name: str) -> None:
    made = CreateTable(schema.metadata.tables[name]).compile(dialect=postgresql.dialect())
    assert f"CREATE TABLE {name}" in str(made)


def test_a_library_of_a_newer_likeness_is_left_alone(tmp_path: Path) -> None:
    open_catalog("", folder=tmp_path, wait_seconds=0).close()
    set_version(tmp_path, "9999")
    with pytest.raises(LibraryVersionError, match=r"newer Likeness.*nothing was changed"):
        open_catalog("", folder=tmp_path, wait_seconds=0)


def test_a_library_that_was_never_finished_is_made_again(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    catalog = open_catalog("", folder=tmp_path, wait_seconds=0)
    assert catalog.check() == []
    catalog.close()


def test_making_a_library_waits_for_whoever_writes_to_the_folder(tmp_path: Path) -> None:
    with (
        Writer(tmp_path, wait_seconds=0).hold("restore"),
        pytest.raises(LibraryBusyError, match="restore"),
    ):
        open_catalog("", folder=tmp_path, wait_seconds=0)
    assert not (tmp_path / FILE).exists()


def test_a_known_library_opens_while_somebody_writes(tmp_path: Path) -> None:
    open_catalog("", folder=tmp_path, wait_seconds=0).close()
    with Writer(tmp_path, wait_seconds=0).hold("add"):
        catalog = open_catalog("", folder=tmp_path, wait_seconds=0)
        assert catalog.people() == []
        catalog.close()


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    folder = tmp_path / "100% of \U0001f600 ?&=;#"
    catalog = open_catalog("", folder=folder, wait_seconds=0)
    assert catalog.sources() == []
    assert (folder / FILE).is_file()
    catalog.close()


def test_the_catalog_may_lie_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "my.db"
    catalog = open_catalog(f"sqlite:///{elsewhere}", folder=tmp_path / "library", wait_seconds=0)
    assert elsewhere.is_file()
    catalog.close()


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://me:secret@host/db", "nonsense"]
)
def test_other_databases_are_refused_without_showing_a_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"catalog\.url.*sqlite:////") as caught:
        open_catalog(url, folder=tmp_path, wait_seconds=0)
    assert "secret" not in str(caught.value)


def test_making_and_opening_a_library_do_not_load_alembic(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from likeness.catalog.sql import open_catalog; "
        "open_catalog('', folder=Path(sys.argv[1]), wait_seconds=0).close(); "
        "assert 'alembic' not in sys.modules"
    )
    for _ in ("made", "opened"):
        subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)


FIRST_ROWS = (
    "INSERT INTO source VALUES (1, 'folder', '/photos')",
    (
        "INSERT INTO photo VALUES ('ab', 1, 2, 3, 'JPEG', 'ok', '2020-01-01 12:00:00.000000', "
        "NULL, 'exif', NULL, -1, x'00')"
    ),
    "INSERT INTO location VALUES (1, 'a.jpg', 1, 2, 'ab', 0)",
    "INSERT INTO failure VALUES (1, 'b.jpg', 3, 4, 'empty', 'It is empty.')",
    "INSERT INTO person VALUES ('p0123456789abcdef', 'Anna', 0, NULL, '2020-01-01 00:00:00')",
    (
        "INSERT INTO face (id, photo, position, detector, x1, y1, x2, y2, points, score, status, "
        "person, assigned_by) VALUES ('f0123456789abcdef', 'ab', 0, 'd', 1, 2, 3, 4, x'', 0.9, "
        "'ok', 'p0123456789abcdef', 'human')"
    ),
    "INSERT INTO embedding VALUES ('f0123456789abcdef', 'c', 1, x'0000803f', NULL)",
    "INSERT INTO contract VALUES ('c', 1, 0, 0, 0)",
    "INSERT INTO collection VALUES (1, 'Trip')",
    "INSERT INTO collection_photo VALUES (1, 'ab')",
)
"""Of a library as the first version left it."""


SECOND_ROWS = (
    "INSERT INTO person VALUES ('p00000000000000aa', NULL, 1, NULL, '2020-01-01 00:00:00')",
    "INSERT INTO rejection VALUES ('f0123456789abcdef', 'p00000000000000aa')",
    (
        "INSERT INTO edit VALUES (1, '2020-01-01 00:00:00', 'me', 'merge', 'merged', "
        """'{"people":[["p00000000000000bb",["2020-01-01T00:00:00+00:00","Bea",false,null],null]],"""
        """"fields":[["p0123456789abcdef","name","Anna","Anna"]]}', 0, NULL, NULL)"""
    ),
)
"""What a library of the second version may hold beside: an edit that ended somebody."""


THIRD_ROWS = (
    "UPDATE face SET landmarks = x'00', quality = 0.25, age = 33",
    "UPDATE person SET born = 1990 WHERE name = 'Anna'",
    "INSERT INTO asked VALUES ('f0123456789abcdef', 'p00000000000000aa')",
    (
        "INSERT INTO edit VALUES (2, '2020-01-01 00:00:00', 'me', 'merge', 'merged', "
        """'{"people":[["p00000000000000cc",["2020-01-01T00:00:00+00:00","Caro",true,null,1970],"""
        """null]],"fields":[["p0123456789abcdef","name","Anna","Anna"]]}', """
        "0, NULL, NULL, NULL, NULL)"
    ),
)
"""What a library of the third version may hold beside."""


def library_of(file: Path, revision: str, *rows: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        for version in ("0001", "0002", "0003")[: int(revision)]:
            command.upgrade(config, version)
            known = {"0001": FIRST_ROWS, "0002": SECOND_ROWS}.get(version, ())
            for row in rows if version == revision else known:
                connection.exec_driver_sql(row)
    engine.dispose()


def test_a_library_of_the_first_version_is_migrated_under_the_lock_with_its_rows(
    tmp_path: Path,
) -> None:
    library_of(tmp_path / FILE, "0001", *FIRST_ROWS)
    with (
        Writer(tmp_path, wait_seconds=0).hold("restore"),
        pytest.raises(LibraryBusyError, match="restore"),
    ):
        open_catalog("", folder=tmp_path, wait_seconds=0)
    catalog = open_catalog("", folder=tmp_path, wait_seconds=0)
    with catalog._db.reading() as connection:
        assert migrate.is_current(connection)
    assert catalog.person("Anna").photos == 1
    assert catalog.locations(1) == {
        "a.jpg": Location(path="a.jpg", size=1, mtime_ns=2, photo=PhotoId("ab")),
        "b.jpg": Location(path="b.jpg", size=3, mtime_ns=4, photo=None, reason="empty"),
    }
    assert re.fullmatch(r"[0-9a-f]{32}", catalog.library_id())
    assert catalog.tag_revision() == 0
    assert catalog.tags(Contract("c")) == {
        "f0123456789abcdef": FaceTags(
            status="ok",
            quality=None,
            taken=datetime(2020, 1, 1, 12),  # noqa: DTZ001 (the camera's clock)
            person=PersonId("p0123456789abcdef"),
            collections=frozenset({"Trip"}),
        )
    }
    assert catalog.check() == []
    catalog.close()


def test_a_library_of_the_second_version_keeps_what_was_decided(tmp_path: Path) -> None:
    """Edits that were logged before people had years of birth can still be taken back."""
    library_of(tmp_path / FILE, "0002", *SECOND_ROWS)
    catalog = open_catalog("", folder=tmp_path, wait_seconds=0)
    with catalog._db.reading() as connection:
        assert migrate.is_current(connection)
    anna = catalog.person("Anna")
    assert (anna.faces, anna.born) == (1, None)
    assert catalog.labelings(Contract("c")) is None
    assert catalog.grouping_faces(Contract("c")).strictness is None
    assert catalog.asked_pairs() == set()
    catalog.undo(who="me")
    assert catalog.person("Bea").born is None
    catalog.born(anna.person, 1990, who="me")
    assert catalog.person("Anna").born == 1990
    catalog.close()


def everything_in(file: Path) -> dict[str, list[dict[str, object]]]:
    """Return all rows of all tables, by column."""
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [row["name"] for row in tables if row["name"] != "alembic_version"]
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY 1")]
            for name in names
        }


def test_a_library_of_the_third_version_keeps_everything(tmp_path: Path) -> None:
    """Value by value; nobody has opted out, and nothing is said about landmarks and averages."""
    library_of(tmp_path / FILE, "0003", *THIRD_ROWS)
    before = everything_in(tmp_path / FILE)
    catalog = open_catalog("", folder=tmp_path, wait_seconds=0)
    after = everything_in(tmp_path / FILE)
    assert all(rows for name, rows in before.items() if name in ("face", "person", "edit", "asked"))
    for name, rows in before.items():
        kept = [{key: row[key] for key in rows[0]} for row in after[name]] if rows else after[name]
        assert kept == rows
    made = {"average", "average_face", "job", "upload", "account", "session", "api_key"}
    made |= {"neighbour", "together", "mirrored", "series", "round", "participant", "ranking"}
    assert after.keys() - before.keys() == made
    assert [row["opted_out"] for row in after["person"]] == [0, 0]
    assert {(row["landmark_spread"], row["landmarker"]) for row in after["face"]} == {(None, None)}
    catalog.undo(who="me")
    caro = catalog.person("Caro")
    assert (caro.hidden, caro.born, caro.opted_out) == (True, 1970, False)
    assert catalog.outdated_landmarks(Contract("new")) == {"ab": ["f0123456789abcdef"]}
    assert (catalog.averages(), catalog.check()) == ([], [])
    catalog.opt_out(catalog.person("Anna").person, True, who="me")
    assert list(catalog.members(Contract("c"))) == []
    catalog.close()


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """As when a library that somebody sent names, in its `config.toml`, a file of ours."""
    foreign = tmp_path / "bookmarks.sqlite"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE bookmark (url TEXT)")
    before = foreign.read_bytes()
    for _ in range(2):
        with pytest.raises(LibraryError, match="another program"):
            open_catalog(f"sqlite:///{foreign}", folder=tmp_path / "library")
    assert foreign.read_bytes() == before
    assert not foreign.with_name("bookmarks.sqlite-wal").exists()


def test_a_database_of_another_program_that_uses_alembic_too_is_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.execute("CREATE TABLE customer (name TEXT)")
        connection.commit()
    before = foreign.read_bytes()
    with pytest.raises(LibraryError, match="another program"):
        open_catalog(f"sqlite:///{foreign}", folder=tmp_path / "library")
    assert foreign.read_bytes() == before
