"""A library copied into another database is the same library, interrupted or not."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from likeness.catalog import copy as copying
from likeness.catalog.copy import CopyReport, copy_catalog, tables, verify
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import LibraryBusyError, LibraryError
from likeness.types import (
    AverageId,
    FaceId,
    FailureFacts,
    Grouping,
    IngestBatch,
    KeptAverage,
    Landmarks,
    PersonId,
)
from tests.catalog import model
from tests.catalog.makers import (
    CONTRACT,
    account,
    batch,
    face,
    face_id,
    key,
    labelings,
    location,
    photo,
    photo_id,
)
from tests.catalog.round_makers import play
from tests.stores.databases import DATABASES, database_url

Open = Callable[..., SqlCatalog]
WAYS = list(itertools.product(DATABASES, DATABASES))


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "ROWS", 5)


@pytest.fixture(params=WAYS, ids=" to ".join)
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Open, Open]]:
    """Two functions that open the source and the target, each again and again."""
    with ExitStack() as stack:

        def opener(name: str, url: str) -> Open:
            def open_again(**more: bool) -> SqlCatalog:
                made = open_catalog(url, folder=tmp_path / name, wait_seconds=0, **more)
                stack.callback(made.close)
                return made

            return open_again

        here, there = (stack.enter_context(database_url(kind)) for kind in request.param)
        yield opener("source", here), opener("target", there)


def filled(catalog: SqlCatalog) -> SqlCatalog:
    """Leave something in every table."""
    source = catalog.add_source("folder", "/photos").id
    catalog.add_source("bucket", "s3://photos")
    catalog.write(batch(source, range(12)))
    catalog.write(
        IngestBatch(
            source=source,
            photos=(photo(20, phash=2**64 - 1, taken=None, camera="Zoë 📷"),),
            faces=(face(20, quality=-0.0, landmarks=None, embedding=None, contract=None),),
            locations=(location("caf\udce9/\x01.jpg", 20, etag='"e"'),),
            failures=(
                FailureFacts(path="b", size=0, mtime_ns=-1, reason="empty", detail="x", etag="e"),
            ),
        )
    )
    ids = sorted(face_id(n) for n in range(12))
    a, b = (PersonId("p" + ids[n][1:]) for n in (0, 4))
    chosen: dict[FaceId, PersonId | None] = {id_: (a, b)[n // 6] for n, id_ in enumerate(ids)}
    catalog.write_grouping(Grouping(assignments=chosen, founded=(a, b)), CONTRACT)
    for n in range(8):
        catalog.name(a, f"Anna {n}", who="me")
    catalog.undo(who="you")
    catalog.reject(ids[0], who="me")
    catalog.split(b, [ids[7]], who="me")
    catalog.mark(ids[1], "ignored", who="me")
    catalog.create_collection("Trip")
    catalog.add_to_collection("Trip", [photo_id(1), photo_id(2)])
    catalog.forget_photos([photo_id(3)], who="me")
    catalog.forget_person(b, who="me")
    catalog.born(a, 1990, who="me")
    kept = labelings([], [[0, 1]], [[0, 1, 2]], chosen=1, photos=12)
    catalog.write_grouping(Grouping(assignments={}, labelings=kept), CONTRACT)
    catalog.note_asked(a, face_id(20))
    catalog.opt_out(a, True, who="me")
    left = [row.face for row in catalog.faces()]
    points, spread = np.full((68, 2), 1.5, np.float32), 0.03
    catalog.write_landmarks(
        [Landmarks(face=left[0], points=points, spread=spread, landmarker=CONTRACT)]
    )
    average = KeptAverage(
        id=AverageId("a1"),
        title="Zoë",
        recipe={"people": [a], "ä": [1.5, None]},
        made="2026-01-02T03:04:05+00:00",
        faces=tuple(left[:2]),
        report={"n": 2},
    )
    catalog.keep_average(average)
    catalog.keep_average(replace(average, id=AverageId("a2"), made=None))
    play(catalog, 4, 5, 6)
    owner = account(1, "Zoë")
    catalog.accounts.add_account(owner, folded="zoë", password="$argon2id$")
    catalog.accounts.add_key(key(1, account=owner.account), secret="ab" * 32)
    return catalog


def quiet(_table: str, _done: int, _total: int) -> None:
    """Say nothing."""


def interrupt(after: int) -> Callable[[str, int, int], None]:
    """Return a progress that breaks off at its *after*-th call."""
    calls = itertools.count(1)

    def tell(_table: str, _done: int, _total: int) -> None:
        if next(calls) == after:
            raise KeyboardInterrupt

    return tell


def test_everything_arrives_and_the_copy_lives_on(way: tuple[Open, Open]) -> None:
    source, target = filled(way[0]()), way[1](copying=True)
    told: list[tuple[str, int, int]] = []
    report = copy_catalog(source, target, lambda *row: told.append(row))
    assert report.rows == report.copied == verify(source, target) > 60
    assert {table for table, done, total in told if done == total} == {t.name for t in tables()}
    assert all(any(count for t, count, _ in told if t == table.name) for table in tables())
    copy = way[1]()
    for asked in ("history", "people", "collections", "sources", "failures", "pending_deletions"):
        assert getattr(copy, asked)() == getattr(source, asked)()
    assert model.rows_of(copy) == model.rows_of(source)
    assert list(copy.photos()) == list(source.photos())
    assert copy.tags(CONTRACT) == source.tags(CONTRACT)
    assert copy.asked_pairs() == source.asked_pairs()
    assert copy.accounts.accounts() == source.accounts.accounts()
    assert copy.accounts.keys() == source.accounts.keys()
    assert list(map(asdict, copy.averages())) == list(map(asdict, source.averages()))
    assert copy.outdated_averages() == source.outdated_averages()
    assert copy.outdated_landmarks(CONTRACT) == source.outdated_landmarks(CONTRACT)
    np.testing.assert_equal(asdict(copy.labelings(CONTRACT)), asdict(source.labelings(CONTRACT)))
    assert copy.tag_revision() == source.tag_revision()
    assert copy.library_id() != source.library_id()
    assert copy.check() == []
    copy.undo(who="me")
    copy.write(batch(copy.add_source("folder", "/more").id, range(30, 33)))
    assert copy.check() == []


@pytest.mark.parametrize("seed", range(2))
def test_an_interrupted_copy_goes_on_where_it_stopped(way: tuple[Open, Open], seed: int) -> None:
    source, target = filled(way[0]()), way[1](copying=True)
    stop = random.Random(seed)
    copied = 0
    calls = 0
    while True:
        calls += 1
        before = rows_in(target)
        try:
            report = copy_catalog(source, target, interrupt(stop.randrange(2, 2 * len(tables()))))
        except KeyboardInterrupt:
            copied += rows_in(target) - before
            with pytest.raises(LibraryError, match=r"copy that was not finished.*move-library"):
                way[1]()
            target.close()
            target = way[1](copying=True)
            continue
        break
    assert calls > 1
    assert copied + report.copied == report.rows == verify(source, target)
    assert way[1]().check() == []


def rows_in(catalog: SqlCatalog) -> int:
    with catalog.database.reading() as connection:
        counts = [
            connection.execute(text(f"SELECT count(*) FROM {t.name}")).scalar_one()
            for t in tables()
        ]
    return sum(counts)


def test_a_copy_begins_again_if_its_source_has_changed(way: tuple[Open, Open]) -> None:
    source, target = filled(way[0]()), way[1](copying=True)
    with pytest.raises(KeyboardInterrupt):
        copy_catalog(source, target, interrupt(22))
    assert rows_in(target) > 20
    source.forget_photos([photo_id(5)], who="me")
    source.write(batch(source.sources()[0].id, range(40, 44)))
    report = copy_catalog(source, target, quiet)
    assert report.copied == report.rows
    assert model.rows_of(way[1]()) == model.rows_of(source)


def test_a_finished_copy_is_only_compared(way: tuple[Open, Open]) -> None:
    source, target = filled(way[0]()), way[1](copying=True)
    rows = copy_catalog(source, target, quiet).rows
    assert copy_catalog(source, target, quiet) == CopyReport(rows=rows, copied=0)
    target.create_collection("Mine")
    with pytest.raises(LibraryError, match="collection there are 1 rows and 2"):
        copy_catalog(source, target, quiet)
    assert len(target.collections()) == 2


def test_a_target_that_holds_something_is_refused(way: tuple[Open, Open], tmp_path: Path) -> None:
    source, target = way[0](), way[1]()
    with pytest.raises(LibraryError, match="same library"):
        copy_catalog(source, source, quiet)
    target.create_collection("Mine")
    with pytest.raises(LibraryError, match="another library already; nothing was changed"):
        copy_catalog(source, target, quiet)
    target.delete_collection("Mine")
    filled(source)
    with pytest.raises(KeyboardInterrupt):
        copy_catalog(source, target, interrupt(9))
    other = open_catalog("", folder=tmp_path / "other", wait_seconds=0)
    try:
        with pytest.raises(LibraryError, match="another library already"):
            copy_catalog(other, target, quiet)
    finally:
        other.close()
    copy_catalog(source, target, quiet)


def test_values_that_changed_on_the_way_are_found(way: tuple[Open, Open]) -> None:
    source, target = filled(way[0]()), way[1](copying=True)
    copy_catalog(source, target, quiet)
    for spoil in (
        "UPDATE embedding SET norm = norm * 1.0000001",
        "UPDATE photo SET camera = 'Zoe' WHERE camera LIKE 'Zo%'",
        "UPDATE edit SET undone_by = NULL",
        "DELETE FROM skip_photo",
    ):
        with target.database.writing() as connection:
            connection.execute(text(spoil))
        with pytest.raises(LibraryError, match=r"does not equal its source.*or their values"):
            verify(source, target)
        with target.database.writing() as connection:
            connection.execute(text("UPDATE library SET state = 'copying'"))
        copy_catalog(source, target, quiet)


def test_a_copy_waits_for_whoever_writes(way: tuple[Open, Open]) -> None:
    source, target, other = way[0](), way[1](), way[0]()
    with other.writing("add"):
        other_thread_sees_busy(lambda: copy_catalog(source, target, quiet))
    copy_catalog(source, target, quiet)


def other_thread_sees_busy(call: Callable[[], object]) -> None:
    """Ask from another thread than the one that has the right."""
    with ThreadPoolExecutor(1) as pool, pytest.raises(LibraryBusyError, match="add"):
        pool.submit(call).result()
