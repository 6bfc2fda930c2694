"""How SQLite finds a page of photos: out of an index, without looking at all of them.

Layouts of all photos, and the newest faces, likewise.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import event

from likeness.catalog.photo_lists import Key, PhotoList
from likeness.catalog.sql import SqlCatalog
from likeness.types import PhotoQuery
from tests.catalog.makers import CONTRACT, batch, photo_id


@pytest.fixture
def filled(catalog: SqlCatalog) -> SqlCatalog:
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(20)))
    return catalog


def plans(catalog: SqlCatalog, **asked: object) -> list[str]:
    """Return the lines of the plans of all statements on photos that a page asks for."""
    return plans_of(catalog, lambda: catalog.pages.photos(**asked), "photo")  # type: ignore[arg-type]


def plans_of(catalog: SqlCatalog, ask: Callable[[], object], table: str) -> list[str]:
    """Return the lines of the plans of all statements that begin with *table*."""
    statements: list[tuple[str, tuple[object, ...]]] = []

    def note(
        _c: object, _u: object, statement: str, values: tuple[object, ...], *_: object
    ) -> None:
        if f"FROM {table}" in statement:
            statements.append((statement, values))

    engine = catalog.database.engine
    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    with catalog.database.reading() as connection:
        return [
            row.detail
            for statement, values in statements
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_plain_page_is_read_out_of_the_index_by_time(
    filled: SqlCatalog, newest_first: bool
) -> None:
    after = filled.pages.photos(limit=5, newest_first=newest_first).after
    for continued in (None, after):
        for limit in (5, 100):  # with and without a look at those without time
            steps = plans(filled, after=continued, limit=limit, newest_first=newest_first)

            assert steps[0].startswith(
                "SEARCH photo USING COVERING INDEX ix_photo_taken_id_width_height ("
            )
            assert not [step for step in steps if step.startswith("SCAN")]
            assert not [step for step in steps if "TEMP B-TREE" in step]


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_layout_of_all_photos_is_read_out_of_the_same_index(
    filled: SqlCatalog, newest_first: bool
) -> None:
    steps = plans_of(filled, lambda: filled.pages.layout(newest_first=newest_first), "photo")

    index = "SEARCH photo USING COVERING INDEX ix_photo_taken_id_width_height ("
    assert [step.startswith(index) for step in steps] == [True, True]  # with time, and without


def test_the_newest_faces_are_read_out_of_an_index(filled: SqlCatalog) -> None:
    steps = plans_of(filled, lambda: filled.pages.newest_faces(CONTRACT, limit=5), "embedding")

    assert steps[0].startswith("SEARCH embedding USING INDEX ix_embedding_contract_revision (")
    assert not [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step]


def test_few_photos_of_a_person_are_looked_up_one_by_one(filled: SqlCatalog) -> None:
    steps = plans(filled, where=PhotoQuery(collection=_collected(filled)), limit=5)

    assert any("sqlite_autoindex_photo_1 (id=?)" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN photo")]


def _collected(catalog: SqlCatalog) -> str:
    catalog.create_collection("few")
    catalog.add_to_collection("few", [photo_id(1)])
    return "few"


def test_the_condition_of_a_page_is_looked_up_too(filled: SqlCatalog) -> None:
    steps = plans(filled, where=PhotoQuery(min_quality=0.9, path="x", source=1), limit=5)

    assert not [step for step in steps if step.startswith(("SCAN photo", "SCAN face"))]


MOMENTS = (None, datetime.fromisoformat("1969-12-31T23:59:59.999999"))
KEYS: list[Key] = [
    *((MOMENTS[1], photo_id(n)) for n in sorted(range(3), key=photo_id)),
    *((None, photo_id(n)) for n in sorted(range(3, 6), key=photo_id)),
]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 10])
def test_a_list_says_what_is_behind_any_photo(newest_first: bool, limit: int) -> None:
    ordered = [*KEYS[2::-1], *KEYS[:2:-1]] if newest_first else KEYS
    for number, last in enumerate(ordered):
        whole, without = PhotoList(KEYS), PhotoList(key for key in KEYS if key != last)
        for kept in (whole, without):
            found = kept.behind(last, limit, newest_first=newest_first)
            assert found == ordered[number + 1 :][:limit]
    assert PhotoList(KEYS).behind(None, limit, newest_first=newest_first) == ordered[:limit]
    assert len(PhotoList(KEYS)) == 6
