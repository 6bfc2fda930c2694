"""What every store of uploads must do, whatever database lies beneath it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from likeness.catalog.base import Catalog
from likeness.catalog.sql import open_catalog
from likeness.catalog.upload_store import UploadStore
from likeness.errors import LibraryBusyError, UnknownUploadError
from likeness.types import PhotoId, Upload, UploadId
from tests.stores.databases import DATABASES, database_url

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PHOTO = PhotoId("ab" * 32)
NO_LIMIT = {"most_bytes": 2**50, "most_each": 1000}


@pytest.fixture(params=DATABASES)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Catalog]]:
    """Opens one and the same library again and again."""
    opened: list[Catalog] = []

    with database_url(request.param) as url:

        def open_again() -> Catalog:
            opened.append(open_catalog(url, folder=tmp_path / "library", wait_seconds=0.2))
            return opened[-1]

        yield open_again
        for catalog in opened:
            catalog.close()


@pytest.fixture
def store(reopen: Callable[[], Catalog]) -> UploadStore:
    return reopen().uploads


def upload(number: int, size: int = 10, who: str = "Anna", **more: object) -> Upload:
    made = Upload(
        upload=UploadId(f"u{number:032x}"),
        name=f"{number}.jpg",
        bytes=size,
        sha256=None,
        collection=None,
        who=who,
        created=(NOW + timedelta(seconds=number)).isoformat(),
        touched=NOW.isoformat(),
        complete=False,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_what_is_announced_is_found_again(
    store: UploadStore, reopen: Callable[[], Catalog]
) -> None:
    one = upload(1, 2**40, sha256=PHOTO, collection="Trip")

    store.add(one, **NO_LIMIT)

    assert reopen().uploads.get(one.upload) == one


def test_everybody_has_their_own_the_oldest_first(store: UploadStore) -> None:
    for each in (upload(2), upload(1), upload(3, who="Bob")):
        store.add(each, **NO_LIMIT)

    assert store.all("Anna") == [upload(1), upload(2)]
    assert store.all() == [upload(1), upload(2), upload(3, who="Bob")]


def test_all_together_may_not_be_too_large(store: UploadStore) -> None:
    store.add(upload(1, 60), most_bytes=100, most_each=9)

    with pytest.raises(LibraryBusyError, match="101 bytes together, the limit is 100"):
        store.add(upload(2, 41, who="Bob"), most_bytes=100, most_each=9)
    store.add(upload(2, 40, who="Bob"), most_bytes=100, most_each=9)


def test_nobody_may_have_too_many(store: UploadStore) -> None:
    store.add(upload(1), most_bytes=100, most_each=1)

    with pytest.raises(LibraryBusyError, match="You have 1 unfinished uploads"):
        store.add(upload(2), most_bytes=100, most_each=1)
    store.add(upload(2, who="Bob"), most_bytes=100, most_each=1)


def test_what_is_whole_takes_no_room(store: UploadStore) -> None:
    store.add(upload(1, 100), most_bytes=100, most_each=1)

    store.complete(upload(1).upload, PHOTO, NOW + timedelta(hours=1))
    store.add(upload(2, 100), most_bytes=100, most_each=1)

    later = (NOW + timedelta(hours=1)).isoformat()
    assert store.get(upload(1).upload) == upload(1, 100, sha256=PHOTO, complete=True, touched=later)


def test_completing_twice_changes_nothing(store: UploadStore) -> None:
    store.add(upload(1, 100), **NO_LIMIT)
    for _ in range(2):
        store.complete(upload(1).upload, PHOTO, NOW)

    assert store.get(upload(1).upload).bytes == 100
    assert store.get(upload(1).upload).complete


def test_a_photo_in_its_collection_needs_no_more(store: UploadStore) -> None:
    store.add(upload(1, collection="Trip"), **NO_LIMIT)

    store.settled(upload(1).upload)

    assert store.get(upload(1).upload).collection is None


def test_touching_is_noted(store: UploadStore) -> None:
    store.add(upload(1), **NO_LIMIT)

    store.touch(upload(1).upload, NOW + timedelta(minutes=5))

    assert store.get(upload(1).upload).touched == (NOW + timedelta(minutes=5)).isoformat()


def test_what_is_removed_is_gone_and_stays_gone(store: UploadStore) -> None:
    store.add(upload(1), **NO_LIMIT)

    store.remove(upload(1).upload)
    store.remove(upload(1).upload)
    store.touch(upload(1).upload, NOW)
    store.complete(upload(1).upload, PHOTO, NOW)

    with pytest.raises(UnknownUploadError):
        store.get(upload(1).upload)


def test_forgetting_a_photo_takes_its_uploads_along(store: UploadStore) -> None:
    for each in (upload(1, sha256=PHOTO), upload(2), upload(3)):
        store.add(each, **NO_LIMIT)
    store.complete(upload(3).upload, PHOTO, NOW)

    assert sorted(store.forget(PHOTO)) == [upload(1).upload, upload(3).upload]
    assert store.all() == [upload(2)]


def test_two_who_announce_at_once_find_room_for_one(
    reopen: Callable[[], Catalog],
) -> None:
    stores = [reopen().uploads for _ in range(2)]
    meeting = threading.Barrier(2)
    refused: list[Exception] = []

    def announce(number: int) -> None:
        meeting.wait()
        try:
            stores[number].add(upload(number, 60), most_bytes=100, most_each=9)
        except LibraryBusyError as exc:
            refused.append(exc)

    threads = [threading.Thread(target=announce, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert len(stores[0].all()) == 1


def test_announcing_waits_for_nobody_who_writes(reopen: Callable[[], Catalog]) -> None:
    writing, other = reopen(), reopen()

    with writing.writing("add"):
        other.uploads.add(upload(1), **NO_LIMIT)

    assert other.uploads.all() == [upload(1)]
