"""Connections that break at any moment: a write has happened or it has not, and then all is well.

Every step is done to a library on a server, through a proxy that cuts the connections, and to a
second library whose connections hold. Whatever was cut, the first one is found to be in the state
before the step or in that after it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, select

from likeness.catalog import schema
from likeness.catalog.base import FaceFilter
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import LibraryBusyError, StoreUnavailableError
from likeness.types import Grouping, PersonId
from tests.catalog import makers, model
from tests.catalog.makers import batch, face_id, photo_id
from tests.catalog.test_undo_properties import FACES, filled_again
from tests.faults.proxy import FaultyProxy
from tests.stores.postgres import administrator, fresh_schema, server

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Pair:
    """One library over a line that breaks, and straight; and one that nothing happens to."""

    proxy: FaultyProxy
    shaky: SqlCatalog
    straight: SqlCatalog
    undisturbed: SqlCatalog
    url: str  # of the straight line


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    where = server()
    folder = tmp_path_factory.mktemp("pair")
    with (
        fresh_schema() as url,
        FaultyProxy(where.host or "127.0.0.1", where.port or 5432) as proxy,
    ):
        through = make_url(url).set(host="127.0.0.1", port=proxy.port)
        shaky_url = through.render_as_string(hide_password=False)
        catalogs = [
            open_catalog(there, folder=folder / name, wait_seconds=30)
            for name, there in (("straight", url), ("shaky", shaky_url), ("undisturbed", ""))
        ]
        straight, shaky, undisturbed = catalogs
        yield Pair(proxy, shaky, straight, undisturbed, url)
        for catalog in catalogs:
            catalog.close()


def state(catalog: SqlCatalog) -> dict[str, Any]:
    """Return everything but times."""
    source = catalog.sources()[0].id
    return {
        "photos": list(catalog.photos()),
        "faces": list(catalog.faces(FaceFilter(every=True))),
        "decisions": model.state_of(catalog),
        "locations": catalog.locations(source),
        "history": [(row.edit, row.kind, row.who, row.what) for row in catalog.history()],
        "collections": catalog.collections(),
        "pending": catalog.pending_deletions(),
        "tags": catalog.tags(makers.CONTRACT),
        "revision": catalog.revision(makers.CONTRACT),
    }


def write(catalog: SqlCatalog) -> None:
    catalog.write(batch(catalog.sources()[0].id, range(FACES, FACES + 12), faces=2))


def group(catalog: SqlCatalog) -> None:
    new = PersonId("p" + face_id(0)[1:])
    faces = [face_id(n) for n in range(FACES)]
    founded = () if new in model.state_of(catalog).people else (new,)
    catalog.write_grouping(Grouping(assignments=dict.fromkeys(faces, new), founded=founded))


def edit(catalog: SqlCatalog) -> None:
    catalog.assign([face_id(1), face_id(5)], to=None, name="Anna", who="me")


def collect(catalog: SqlCatalog) -> None:
    with catalog.writing("collect"):
        catalog.create_collection("Trip")
        catalog.add_to_collection("Trip", [photo_id(n) for n in range(FACES)])


def forget(catalog: SqlCatalog) -> None:
    catalog.forget_photos([photo_id(2), photo_id(3)], who="me")


def finish_forgetting(catalog: SqlCatalog) -> None:
    catalog.deletions_done()


# Name: what is done, and after what.
STEPS: dict[str, list[Callable[[SqlCatalog], None]]] = {
    "write": [write],
    "group": [group],
    "edit": [edit],
    "collect": [collect],
    "forget": [forget],
    "finish": [forget, finish_forgetting],
}


@pytest.mark.parametrize("name", STEPS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(size=st.integers(0, 14).flatmap(lambda power: st.integers(2**power - 1, 2 ** (power + 1))))
def test_what_is_cut_has_happened_or_has_not(pair: Pair, name: str, size: int) -> None:
    *first, step = STEPS[name]
    for catalog in (pair.straight, pair.undisturbed):
        filled_again(catalog)
        for earlier in first:
            earlier(catalog)
    between = [state(pair.undisturbed)]
    if step is collect:
        pair.undisturbed.create_collection("Trip")
        between.append(state(pair.undisturbed))
    step(pair.undisturbed)
    done = state(pair.undisturbed)

    pair.shaky.people()
    pair.proxy.cut_after(size)
    cut = False
    try:
        step(pair.shaky)
    except StoreUnavailableError:
        cut = True
    pair.proxy.heal()

    found = state(pair.straight)
    assert found in [*between, done] if cut else found == done
    with pair.straight.writing("look"):
        assert state(pair.shaky) == found
    if found != done:
        step(pair.shaky)
    assert state(pair.straight) == done
    pair.shaky.create_collection("Afterwards")
    assert pair.shaky.check() == []


def thrown_out() -> None:
    """End every connection of this process, as a server does that is restarted."""
    with administrator() as run:
        run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name ~ ('^likeness pid ' || :pid || '( |$)')",
            pid=str(os.getpid()),
        )


def test_who_lost_the_right_to_write_cannot_write_any_more(pair: Pair) -> None:
    filled_again(pair.straight)
    source = pair.straight.sources()[0].id

    def first_and_then_again() -> None:
        with pair.shaky.writing("add"):
            pair.shaky.write(batch(source, [20]))
            thrown_out()
            for _ in range(2):
                with pytest.raises(StoreUnavailableError, match=r"again"):
                    pair.shaky.write(batch(source, [21]))
            pair.straight.write(batch(source, [22]))  # somebody else has the right now
            with pytest.raises(StoreUnavailableError, match=r"the right to write"):
                pair.shaky.write(batch(source, [23]))
            assert pair.shaky.analysed([photo_id(n) for n in range(20, 24)]) == {
                photo_id(20),
                photo_id(22),
            }
        pair.shaky.write(batch(source, [24]))

    first_and_then_again()
    assert pair.straight.analysed([photo_id(n) for n in range(20, 25)]) == {
        photo_id(n) for n in (20, 22, 24)
    }


def test_who_lost_the_right_to_run_cannot_write_by_it_any_more(pair: Pair) -> None:
    filled_again(pair.straight)
    source = pair.straight.sources()[0].id
    with pair.shaky.running("add"):
        pair.shaky.write(batch(source, [20]))
        thrown_out()
        for _ in range(2):
            with pytest.raises(StoreUnavailableError, match=r"again"):
                pair.shaky.write(batch(source, [21]))
        with pair.straight.running("add"):  # somebody else is at work now
            pair.straight.write(batch(source, [22]))
    with pair.shaky.running("add"):
        pair.shaky.write(batch(source, [23]))
    assert pair.straight.analysed([photo_id(n) for n in range(20, 24)]) == {
        photo_id(n) for n in (20, 22, 23)
    }


def test_a_reader_who_is_thrown_out_can_read_again(pair: Pair) -> None:
    filled_again(pair.straight)
    pair.straight.write(batch(pair.straight.sources()[0].id, range(3000, 6000)))
    rows = pair.shaky.photos()
    next(rows)
    thrown_out()
    with pytest.raises(StoreUnavailableError, match="database server"):
        list(rows)
    assert sum(1 for _ in pair.shaky.photos()) == 3000 + FACES


def test_leaving_a_read_whose_connection_was_lost_is_no_error(pair: Pair) -> None:
    filled_again(pair.straight)
    with pair.shaky._db.reading() as connection:
        assert connection.execute(select(schema.photo.c.id)).first()
        thrown_out()
    assert len(pair.shaky.people()) == 3


def test_a_server_that_takes_no_connections_is_said_so(pair: Pair, tmp_path: Path) -> None:
    filled_again(pair.straight)
    pair.proxy.refuse()
    try:
        for call in (pair.shaky.people, lambda: pair.shaky.create_collection("Trip")):
            with pytest.raises(StoreUnavailableError, match="see that the database server runs"):
                call()
    finally:
        pair.proxy.heal()
    pair.shaky.create_collection("Trip")


ADD = """
import sys
from pathlib import Path
from likeness.catalog.sql import open_catalog
from tests.catalog.makers import batch

catalog = open_catalog(sys.argv[1], folder=Path(sys.argv[2]), wait_seconds=5)
source = catalog.add_source("folder", "/photos").id
with catalog.writing("add"):
    for start in range(100, 4000, 8):
        catalog.write(batch(source, range(start, start + 8), faces=2))
        print(start, flush=True)
"""


def test_a_killed_writer_leaves_whole_batches_and_the_right_to_others(
    pair: Pair, tmp_path: Path
) -> None:
    filled_again(pair.straight)
    command = [sys.executable, "-c", ADD, pair.url, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(5):
            committed = int(process.stdout.readline())
        impatient = open_catalog(pair.url, folder=tmp_path, wait_seconds=0)
        with pytest.raises(LibraryBusyError, match=rf"pid {process.pid}, add\) is still writing"):
            impatient.create_collection("Trip")
        impatient.close()
        process.kill()
    pair.straight.create_collection("Trip")
    photos = [row for row in pair.straight.photos() if row.faces == 2]
    assert len(photos) % 8 == 0
    assert pair.straight.analysed([photo_id(committed)])
    assert pair.straight.check() == []
