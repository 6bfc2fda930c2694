"""What is known of photos is the same, however the catalog is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.workflows.known import MANY, KnownPhotos
from tests.catalog.makers import batch, photo_id


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[SqlCatalog]:
    opened = open_catalog("", folder=tmp_path / "library")
    source = opened.add_source("folder", "/photos").id
    opened.write(batch(source, range(8)))
    opened.forget_photos([photo_id(7)], who="me")
    yield opened
    opened.close()


@pytest.mark.parametrize("files", [1, MANY - 1, MANY, 10_000])
def test_analysed_forgotten_and_noted_photos_are_known(catalog: SqlCatalog, files: int) -> None:
    known = KnownPhotos(catalog, files)
    assert [n for n in range(12) if photo_id(n) in known] == list(range(8))
    assert known.note(photo_id(9))
    assert not known.note(photo_id(9))
    assert [n for n in range(12) if photo_id(n) in known] == [*range(8), 9]


def test_many_photos_take_one_question_and_no_photo_takes_none(catalog: SqlCatalog) -> None:
    said: list[str] = []
    event.listen(
        catalog.database.engine,
        "before_cursor_execute",
        lambda *arguments: said.append(arguments[2]),
    )
    known = KnownPhotos(catalog, MANY)
    assert said == []
    assert sum(photo_id(n) in known for n in range(MANY)) == 8
    assert sum("skip_photo" in statement for statement in said) == 1
