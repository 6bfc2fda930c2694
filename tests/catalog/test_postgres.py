"""What only PostgreSQL does: schemas, settings of connections, the advisory lock, care."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, make_url, select, text

from likeness.catalog import migrate, postgres, schema
from likeness.catalog.bulk import insert_rows
from likeness.catalog.postgres import first_schema
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import (
    LibraryBusyError,
    LibraryError,
    LibraryVersionError,
    SettingsError,
    StoreUnavailableError,
    UnknownCollectionError,
    UsageError,
)
from likeness.types import EditId, IngestBatch
from tests.catalog.makers import batch, face, face_id, location, photo, photo_id, unit_vector
from tests.stores.disk import small_disk
from tests.stores.postgres import administrator, drop, fresh_schema, in_schema, server


@pytest.fixture
def url() -> Iterator[str]:
    with fresh_schema() as made:
        yield made


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Any]:
    """Opens catalogs, and closes them in the end."""
    with ExitStack() as stack:

        def open_one(url: str, **more: Any) -> SqlCatalog:
            options = {"folder": tmp_path / "library", "wait_seconds": 0} | more
            made = open_catalog(url, **options)
            stack.callback(made.close)
            return made

        yield open_one


def show(catalog: SqlCatalog, name: str) -> str:
    with catalog._db.reading() as connection:
        return str(connection.execute(text(f"SHOW {name}")).scalar_one())


# ---------------------------------------------------------------- opening


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_a_library_lies_in_a_schema_that_is_made_for_it(url: str, opened: Any, scheme: str) -> None:
    catalog = opened(url.replace("postgresql+psycopg", scheme))
    catalog.create_collection("Trip")
    with catalog._db.reading() as connection:
        made = str(connection.execute(text("SELECT current_schema()")).scalar_one())
    assert made in url
    with administrator() as run:
        tables = run("SELECT tablename FROM pg_tables WHERE schemaname = :made", made=made)
    assert {name for (name,) in tables} == {*schema.metadata.tables, "alembic_version"}
    assert opened(url).collections() == catalog.collections()


def test_libraries_in_two_schemas_are_strangers(url: str, opened: Any) -> None:
    with fresh_schema() as other_url:
        one, other = opened(url), opened(other_url)
        with one.writing("add"), other.writing("add"):
            one.create_collection("Mine")
            other.create_collection("Yours")
        assert [row.collection for row in one.collections()] == ["Mine"]
        assert [row.collection for row in other.collections()] == ["Yours"]
        assert one.library_id() != other.library_id()
        other.close()


def test_of_several_schemas_the_first_is_meant(url: str, opened: Any) -> None:
    with fresh_schema() as other_url:
        opened(other_url).create_collection("Yours")
        schemas = [make_url(one).query["options"].split()[0] for one in (url, other_url)]  # type: ignore[union-attr]
        behind = schemas[1].removeprefix("-csearch_path=")
        both = make_url(url).update_query_dict({"options": f"{schemas[0]},{behind}"})
        catalog = opened(both.render_as_string(hide_password=False))
        assert catalog.collections() == []


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ('"$user", public', None),
        ("likeness", "likeness"),
        ("Likeness, public", "likeness"),
        ('"My ""own"" Photos", public', 'My "own" Photos'),
        ("", None),
        ('""', None),
    ],
)
def test_the_schema_is_read_from_the_search_path(path: str, first: str | None) -> None:
    assert first_schema(path) == first


def test_a_schema_may_be_called_anything(opened: Any) -> None:
    name = f'Ünser "{secrets.token_hex(4)}" 100%; --'
    path = '"' + name.replace('"', '""') + '"'
    where = server().update_query_dict({"options": "-csearch_path=" + path.replace(" ", "\\ ")})
    try:
        catalog = opened(where.render_as_string(hide_password=False))
        catalog.create_collection("Trip")
        with administrator() as run:
            assert run("SELECT 1 FROM pg_namespace WHERE nspname = :name", name=name) == [(1,)]
        catalog.close()
    finally:
        drop(server(), path)


def test_a_path_without_schemas_is_refused(opened: Any) -> None:
    empty = server().update_query_dict({"options": "-csearch_path="})
    with pytest.raises(SettingsError, match="no schema to put tables into"):
        opened(empty.render_as_string(hide_password=False))


def test_a_schema_of_another_program_is_left_alone(url: str, opened: Any) -> None:
    engine = create_engine(server(), isolation_level="AUTOCOMMIT")
    where = str(make_url(url).query["options"]).split()[0].removeprefix("-csearch_path=")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {where}"))
        connection.execute(text(f"CREATE TABLE {where}.customer (name text)"))
        for _ in range(2):
            with pytest.raises(LibraryError, match=r"another program.*nothing was changed"):
                opened(url)
        assert inspect(connection).get_table_names(schema=where) == ["customer"]
    engine.dispose()


def test_a_library_of_a_newer_likeness_is_left_alone(url: str, opened: Any) -> None:
    with opened(url)._db.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LibraryVersionError, match=r"newer Likeness.*nothing was changed"):
        opened(url)


def test_a_database_that_cannot_hold_every_name_is_refused(opened: Any) -> None:
    name = f"likeness_{secrets.token_hex(6)}"
    with administrator() as run:
        run(
            f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' "
            "TEMPLATE template0"
        )
        try:
            with pytest.raises(SettingsError, match=r"SQL_ASCII.*--encoding=UTF8"):
                opened(server().set(database=name).render_as_string(hide_password=False))
        finally:
            run(f"DROP DATABASE {name}")


def test_two_who_make_a_library_at_once_make_one(url: str, opened: Any) -> None:
    with ThreadPoolExecutor(4) as pool:
        catalogs = list(pool.map(lambda _: opened(url, wait_seconds=30), range(4)))
    assert len({catalog.library_id() for catalog in catalogs}) == 1


def test_without_the_driver_the_remedy_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsError, match=r"pip install 'likeness\[postgres\]'"):
        open_catalog("postgresql://me:secret@host/db", folder=tmp_path)


@pytest.mark.parametrize("other", ["postgresql+psycopg2", "postgresql+asyncpg", "mysql"])
def test_other_drivers_are_refused_without_showing_a_password(other: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"postgresql\+psycopg://") as caught:
        open_catalog(f"{other}://me:secret@host/db?password=secret", folder=tmp_path)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "query", ["hostaddr=127.0.0.1", "passfile=x", "service=x", "sslkeylogfile=x", "plugin=x"]
)
def test_a_url_may_not_lead_passwords_astray_or_write_files(query: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=query.partition("=")[0]):
        open_catalog(f"postgresql+psycopg://me@host/db?{query}", folder=tmp_path)


def test_a_library_in_a_file_does_not_load_the_driver(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from likeness.catalog.sql import open_catalog; "
        "open_catalog('', folder=Path(sys.argv[1]), wait_seconds=0).close(); "
        "assert 'psycopg' not in sys.modules and 'likeness.catalog.postgres' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)


# ---------------------------------------------------------------- the schema


@contextmanager
def by_hand(url: str) -> Iterator[Any]:
    """Yield a transaction in the schema of *url*, which is made."""
    engine = create_engine(url)
    where = str(make_url(url).query["options"]).split()[0].removeprefix("-csearch_path=")
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {where}"))
        connection.commit()
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_migrations_make_the_tables_that_the_code_expects(url: str) -> None:
    with by_hand(url) as connection:
        migrate.upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        assert migrate.is_current(connection)


def test_a_new_library_is_what_the_migrations_make(url: str, opened: Any) -> None:
    with fresh_schema() as other_url, by_hand(other_url) as connection:
        migrate.upgrade(connection)
        made, expected = inspect(opened(url)._db.engine), inspect(connection)
        assert sorted(made.get_table_names()) == sorted(expected.get_table_names())
        for table in expected.get_table_names():
            for ask in ("get_check_constraints", "get_foreign_keys", "get_indexes", "get_columns"):
                one, other = getattr(made, ask)(table), getattr(expected, ask)(table)
                assert sorted(map(repr, one)) == sorted(map(repr, other))
            assert made.get_pk_constraint(table) == expected.get_pk_constraint(table)


def test_a_library_of_the_first_version_is_migrated_with_its_rows(url: str, opened: Any) -> None:
    from alembic import command
    from alembic.config import Config

    with by_hand(url) as connection:
        config = Config()
        config.set_main_option("script_location", str(migrate.FOLDER))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO source VALUES (1, 'folder', '/photos')"))
        connection.execute(text("INSERT INTO failure VALUES (1, 'b', 3, 4, 'empty', 'Empty.')"))
    catalog = opened(url)
    assert [row.photo for row in catalog.failures()] == ["/photos/b"]
    assert len(catalog.library_id()) == 32
    catalog.write(batch(1, [1]))
    assert catalog.check() == []


def test_a_library_of_the_third_version_is_migrated_with_its_rows(url: str, opened: Any) -> None:
    from alembic import command
    from alembic.config import Config

    with by_hand(url) as connection:
        config = Config()
        config.set_main_option("script_location", str(migrate.FOLDER))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        person = "'p1', 'Anna', true, NULL, '2020-01-01', 1990"
        connection.execute(text(f"INSERT INTO person VALUES ({person})"))
    catalog = opened(url)
    anna = catalog.person("Anna")
    assert (anna.hidden, anna.born, anna.opted_out) == (True, 1990, False)
    catalog.opt_out(anna.person, True, who="me")
    assert catalog.person("Anna").opted_out
    assert (catalog.averages(), catalog.check()) == ([], [])


def test_no_samples_of_personal_data_are_kept_in_statistics(url: str, opened: Any) -> None:
    catalog = opened(url)
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(50)))
    with catalog._db.writing() as connection:
        connection.execute(text("ANALYZE"))
        sampled = connection.execute(
            text("SELECT tablename, attname FROM pg_stats WHERE schemaname = current_schema()")
        ).all()
    found = {(table, column) for table, column in sampled}
    assert ("face", "photo") in found
    assert not found & {
        (table, name) for table, names in postgres.PERSONAL.items() for name in names
    }


# ---------------------------------------------------------------- connections


def test_a_run_may_take_as_long_as_it_takes(url: str, opened: Any) -> None:
    options = str(make_url(url).query["options"]) + " -cstatement_timeout=1000"
    impatient = make_url(url).update_query_dict({"options": options})
    catalog = opened(impatient.render_as_string(hide_password=False))
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        assert show(catalog, name) == "0"
    assert show(catalog, "transaction_isolation") == "repeatable read"
    assert show(catalog, "transaction_read_only") == "on"
    assert show(catalog, "application_name") == f"likeness pid {os.getpid()}"


def test_readers_cannot_write(url: str, opened: Any) -> None:
    catalog = opened(url)
    with (
        pytest.raises(StoreUnavailableError, match="read-only transaction"),
        catalog._db.reading() as connection,
    ):
        connection.execute(schema.skip_photo.insert().values(photo="ab"))


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    nobody = "postgresql://me:secret@127.0.0.1:1/db"
    with pytest.raises(StoreUnavailableError, match="see that the database server runs") as caught:
        open_catalog(nobody, folder=tmp_path)
    assert "secret" not in str(caught.value)


def test_a_database_or_role_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    where = server().set(password="secret")
    for url, advice in (
        (where.set(database="likeness_nowhere"), "createdb"),
        (where.set(username="likeness_nobody"), "look at user and password"),
    ):
        with pytest.raises(StoreUnavailableError, match=advice) as caught:
            open_catalog(url.render_as_string(hide_password=False), folder=tmp_path)
        assert "secret" not in str(caught.value)


def test_a_role_without_rights_is_told_which_it_needs(url: str, opened: Any) -> None:
    catalog = opened(url)
    role = f"likeness_{secrets.token_hex(6)}"
    with administrator() as run:
        run(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
        try:
            where = make_url(url).set(username=role, password="x")
            with pytest.raises(StoreUnavailableError, match=r"let the role of catalog\.url"):
                opened(where.render_as_string(hide_password=False))
        finally:
            run(f"DROP ROLE {role}")
    assert catalog.check() == []


@pytest.mark.parametrize("key", ["f\x00", "f\udcff"])
def test_what_is_no_text_is_the_callers_mistake(url: str, opened: Any, key: str) -> None:
    with pytest.raises(UsageError, match="no text"):
        opened(url).face(key)


def test_numbers_beyond_every_column_are_the_callers_mistake(url: str, opened: Any) -> None:
    for number in (2**40, 2**70):
        with pytest.raises(UsageError, match="larger than any"):
            opened(url).undo(EditId(number), who="me")


def insert(catalog: SqlCatalog, row: dict[str, Any]) -> None:
    with catalog._db.writing() as connection:
        insert_rows(connection, schema.location, [row])


def test_values_do_not_appear_in_messages(url: str, opened: Any) -> None:
    catalog = opened(url)
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, [1]))
    row = {"photo": photo_id(1), "source": source, "path": "Anna.jpg", "size": 1, "mtime_ns": 1}
    for spoilt in (
        {**row, "missing": False, "photo": "Anna"},
        {**row, "missing": False, "size": "Anna"},
        {**row, "missing": None},
    ):
        with pytest.raises(LibraryError, match="Nothing was written") as caught:
            insert(catalog, spoilt)
        assert "Anna" not in str(caught.value)
        assert "\n" not in str(caught.value)


# ---------------------------------------------------------------- the right to write


def test_who_waits_is_told_who_writes(url: str, opened: Any) -> None:
    said: list[str] = []
    holding, done = threading.Event(), threading.Event()

    def hear(message: str) -> None:
        said.append(message)
        done.set()  # only now does the first one stop, so the second one surely has to wait

    first, second = opened(url), opened(url, wait_seconds=30, on_wait=hear)

    def write() -> None:
        with first.writing("add"):
            holding.set()
            done.wait(30)

    thread = threading.Thread(target=write)
    thread.start()
    holding.wait(30)
    impatient = opened(url)
    with pytest.raises(LibraryBusyError, match=rf"\(pid {os.getpid()}, add\) is still writing"):
        impatient.create_collection("Trip")
    second.create_collection("Trip")
    thread.join()
    assert said == [f"Another Likeness (pid {os.getpid()}, add) is writing; waiting…"]


def test_a_holder_on_another_machine_is_named(
    url: str, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = opened(url), opened(url)
    monkeypatch.setattr("socket.gethostname", lambda: "attic")
    with first.writing("move-library"), ThreadPoolExecutor(1) as pool:
        monkeypatch.undo()
        with pytest.raises(LibraryBusyError, match=r"on attic, move-library\)"):
            pool.submit(second.create_collection, "Trip").result()


def test_threads_of_one_catalog_write_one_after_the_other(url: str, opened: Any) -> None:
    catalog = opened(url, wait_seconds=60)
    source = catalog.add_source("folder", "/photos").id
    inside: list[int] = []

    def write(start: int) -> int:
        with catalog.writing("add"):
            inside.append(start)
            catalog.write(batch(source, range(start, start + 3)))
            seen = len(inside)
            inside.pop()
            return seen

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(write, range(0, 60, 3))) == {1}
    assert len(list(catalog.photos())) == 60


def test_an_error_inside_frees_the_right(url: str, opened: Any) -> None:
    first, second = opened(url), opened(url)
    with pytest.raises(UnknownCollectionError), first.writing("add"):
        first.delete_collection("Trip")
    second.create_collection("Trip")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(second.create_collection, "Summer").result()


# ---------------------------------------------------------------- care


def contents(catalog: SqlCatalog) -> bytes:
    """Return every byte of the files of all tables and indexes. Skips if they are out of reach."""
    with catalog._db.writing() as connection:
        folder = str(connection.execute(text("SHOW data_directory")).scalar_one())
        paths = connection.execute(
            text(
                "SELECT pg_relation_filepath(pg_class.oid) FROM pg_class JOIN pg_namespace "
                "ON pg_namespace.oid = relnamespace WHERE nspname = current_schema() "
                "AND relkind IN ('r', 'i', 't') "
                "UNION SELECT pg_relation_filepath(reltoastrelid) FROM pg_class JOIN pg_namespace "
                "ON pg_namespace.oid = relnamespace WHERE nspname = current_schema() "
                "AND reltoastrelid <> 0"
            )
        ).scalars()
        files = [Path(folder, path) for path in paths]
    with administrator() as run:
        run("CHECKPOINT")
    try:
        return b"\n".join(file.read_bytes() for file in files)
    except OSError as error:
        pytest.skip(f"the files of the server cannot be read from here: {error.strerror}")


def test_no_byte_of_what_was_forgotten_is_left_in_the_tables(url: str, opened: Any) -> None:
    catalog = opened(url)
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(100)))
    secret = photo(200, camera="Secret Camera", thumbhash=b"secret thumbhash")
    catalog.write(
        IngestBatch(
            source=source,
            photos=(secret,),
            faces=(face(200),),
            locations=(location("secret folder/1.jpg", 200),),
        )
    )
    _, person = catalog.assign([face_id(200)], to=None, name="Zoë Quetzalcoatl", who="me")
    vector = unit_vector(200_000).astype("<f4").tobytes()
    landmarks = np.full((68, 2), 10.0, "<f4").tobytes()[:64]
    wanted = ("Secret Camera", "secret thumbhash", "secret folder", "Quetzalcoatl", person)
    traces = [vector[:32], face_id(200).encode(), *(text_.encode() for text_ in wanted)]
    before = contents(catalog)
    assert [trace for trace in traces if trace not in before] == []
    assert landmarks in before
    catalog.forget_photos([photo_id(200)], who="me")
    catalog.forget_person(person, who="me")  # nothing was left of it but the name
    catalog.deletions_done()
    after = contents(catalog)
    assert [trace for trace in traces if trace in after] == []
    assert face_id(1).encode() in after
    assert catalog.check() == []
    assert not any(catalog.pending_deletions().values())


def test_traces_stay_pending_while_a_reader_looks_at_an_older_state(
    url: str, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SCRUB_SECONDS", 0.05)
    catalog = opened(url)
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(3000)))
    reader = catalog.photos()
    next(reader)
    catalog.forget_photos([photo_id(1)], who="me")
    with pytest.raises(LibraryBusyError, match="Close that program"):
        catalog.deletions_done()
    assert catalog.pending_deletions()["faces"] == (face_id(1),)
    reader.close()
    assert show(catalog, "lock_timeout") == "0"
    catalog.deletions_done()
    assert not any(catalog.pending_deletions().values())


def test_rows_that_point_nowhere_are_found(url: str, opened: Any) -> None:
    catalog = opened(url)
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, [1]))
    with catalog._db.writing() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM photo"))
    assert "a row of face points at a row of photo that is not there" in catalog.check()


def test_indexes_are_looked_at_where_the_server_can(url: str, opened: Any) -> None:
    catalog = opened(url)
    catalog.write(batch(catalog.add_source("folder", "/photos").id, range(20)))
    where = f"amcheck_{secrets.token_hex(4)}"
    with administrator() as run:
        if run("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'"):
            assert catalog.check() == []
            return
        run(f"CREATE SCHEMA {where}")
        try:
            run(f"CREATE EXTENSION amcheck SCHEMA {where}")
            assert catalog.check() == []
        finally:
            run(f"DROP SCHEMA {where} CASCADE")


def test_many_rows_come_back_as_they_were_sent(url: str, opened: Any) -> None:
    """By COPY, whose text form has signs of its own."""
    catalog = opened(url)
    source = catalog.add_source("folder", "/photos").id
    odd = ["\\N", "a\tb", "new\nline", "back\\slash", "\\.", "", "'\"", "\x01\x02"]
    catalog.write(
        IngestBatch(
            source=source,
            photos=tuple(photo(n, camera=odd[n], thumbhash=bytes(range(256))) for n in range(8)),
            locations=tuple(location(f"{n}{odd[n]}", n) for n in range(8)),
        )
    )
    assert [row.camera for row in catalog.photos()] == odd
    assert sorted(catalog.locations(source)) == sorted(f"{n}{odd[n]}" for n in range(8))
    with catalog._db.reading() as connection:
        kept = connection.execute(select(schema.photo.c.thumbhash)).scalars().all()
    assert set(kept) == {bytes(range(256))}


def test_a_full_disk_of_the_server_is_said_so_and_nothing_is_half_written(opened: Any) -> None:
    name = f"likeness_{secrets.token_hex(6)}"
    with ExitStack() as stack:
        run = stack.enter_context(administrator())
        ((data,),) = run("SHOW data_directory")
        if not Path(data).is_dir():
            pytest.skip("the server is on another machine: its disk cannot be filled from here")
        disk = stack.enter_context(small_disk("8m"))
        os.chown(disk, Path(data).stat().st_uid, Path(data).stat().st_gid)
        run(f"CREATE TABLESPACE {name} LOCATION '{disk}'")
        stack.callback(run, f"DROP TABLESPACE {name}")
        stack.callback(drop, server(), name)
        catalog = opened(in_schema(server(), name, f"-cdefault_tablespace={name}"))
        source = catalog.add_source("folder", "/photos").id
        with pytest.raises(StoreUnavailableError, match=r"No space left.*free some space"):
            fill(catalog, source)
        photos = list(catalog.photos())
        assert len(photos) % 500 == 0
        assert len(photos) > 0
        assert {row.faces for row in photos} == {1}
        assert catalog.check() == []
        catalog.close()


def fill(catalog: SqlCatalog, source: int) -> None:
    for start in range(0, 100_000, 500):
        catalog.write(batch(source, range(start, start + 500)))


def test_an_at_sign_in_a_password_is_explained_without_showing_any_of_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Write the one in the password as %40") as caught:
        open_catalog("postgresql+psycopg://me:se@cret@127.0.0.1/faces", folder=tmp_path)
    assert "cret" not in str(caught.value)


def test_a_word_of_the_url_that_nobody_knows_is_looked_for_there(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match=r"connection option.*Please look at"):
        open_catalog("postgresql+psycopg://me@127.0.0.1:1/faces?sslmod=x", folder=tmp_path)
