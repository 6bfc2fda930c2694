from __future__ import annotations

import time

from sqlalchemy import event

from likeness.catalog.base import FaceFilter, PhotoFilter
from likeness.catalog.sql import SqlCatalog
from tests.catalog.makers import batch

PHOTOS = 800


def test_a_photo_costs_less_than_a_thousandth_of_its_analysis(catalog: SqlCatalog) -> None:
    """At most 1.5 ms of CPU time for a photo with a face, in batches of eight."""
    source = catalog.add_source("folder", "/photos").id
    batches = [batch(source, range(start, start + 8)) for start in range(0, PHOTOS, 8)]
    started = time.process_time()
    with catalog.writing():
        for one in batches:
            catalog.write(one)
    assert (time.process_time() - started) / PHOTOS < 1.5e-3


def test_reading_takes_as_many_statements_for_many_photos_as_for_few(
    catalog: SqlCatalog,
) -> None:
    source = catalog.add_source("folder", "/photos").id
    counts = []
    statements: list[str] = []
    event.listen(
        catalog._db.engine,
        "before_cursor_execute",
        lambda *arguments: statements.append(arguments[2]),
    )
    for numbers in (range(5), range(5, 900)):
        catalog.write(batch(source, numbers))
        statements.clear()
        list(catalog.photos(PhotoFilter()))
        list(catalog.faces(FaceFilter(every=True)))
        catalog.people()
        catalog.sources()
        counts.append(len(statements))
    assert counts[0] == counts[1]
