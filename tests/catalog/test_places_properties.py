"""Random steps with paths, photos and collections, against plain dictionaries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.catalog.base import PhotoFilter
from likeness.catalog.sql import SqlCatalog
from likeness.errors import UnknownCollectionError, UnknownPhotoError
from likeness.types import FailureFacts, IngestBatch, Location
from tests.catalog.makers import face, location, photo, photo_id
from tests.catalog.test_undo_properties import catalog_of_nine, emptied

__all__ = ["catalog_of_nine"]

PATHS = ["a.jpg", "b/a.jpg", "b/c%_.jpg", "B/a.jpg", "caf\udce9.jpg", "b", "ü/\x01"]
NAMES = ["Trip", "trip", "Sommer"]
PHOTOS = 6

KINDS = ["write", "write", "fail", "lose", "collect", "collect", "take_out", "disband", "forget"]
NUMBERS = st.integers(0, 40)
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), NUMBERS, NUMBERS, NUMBERS), max_size=20)


@dataclass
class Expected:
    """What has to be there."""

    at: dict[str, tuple[int | None, bool, str | None]] = field(default_factory=dict)
    photos: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    collections: dict[str, set[int]] = field(default_factory=dict)


class Steps:
    """Does steps to a catalog and says in plain words what they come to."""

    def __init__(self, catalog: SqlCatalog) -> None:
        self.catalog = catalog
        self.source = catalog.add_source("folder", "/photos").id
        self.now = Expected()

    def write(self, a: int, b: int, c: int) -> None:
        path, number, etag = PATHS[a % len(PATHS)], b % PHOTOS, (None, '"1"', '"2"')[c % 3]
        self.catalog.write(
            IngestBatch(
                source=self.source,
                photos=(photo(number),),
                faces=(face(number),),
                locations=(location(path, number, etag=etag),),
            )
        )
        self.now.photos.add(number)
        self.now.at[path] = (number, False, etag)

    def fail(self, a: int, *_: int) -> None:
        path = PATHS[a % len(PATHS)]
        failure = FailureFacts(path=path, size=1, mtime_ns=1, reason="empty", detail="", etag="e")
        self.catalog.write(IngestBatch(source=self.source, failures=(failure,)))
        self.now.at[path] = (None, False, "e")

    def lose(self, a: int, b: int, _c: int) -> None:
        paths = {PATHS[a % len(PATHS)], PATHS[b % len(PATHS)]}
        self.catalog.mark_missing(self.source, paths)
        for path in paths & self.now.at.keys():
            number, _, etag = self.now.at[path]
            self.now.at[path] = (number, True, etag)
            if number is None:
                del self.now.at[path]

    def collect(self, a: int, b: int, c: int) -> None:
        name, numbers = NAMES[a % len(NAMES)], {b % PHOTOS, c % PHOTOS}
        self.catalog.create_collection(name)
        members = self.now.collections.setdefault(name, set())
        wanted = [photo_id(number) for number in numbers]
        if numbers <= self.now.photos:
            assert self.catalog.add_to_collection(name, wanted) == len(numbers - members)
            members |= numbers
        else:
            with pytest.raises(UnknownPhotoError):
                self.catalog.add_to_collection(name, wanted)

    def take_out(self, a: int, b: int, _c: int) -> None:
        name, number = NAMES[a % len(NAMES)], b % PHOTOS
        if name not in self.now.collections:
            with pytest.raises(UnknownCollectionError):
                self.catalog.remove_from_collection(name, [photo_id(number)])
            return
        members = self.now.collections[name]
        taken = self.catalog.remove_from_collection(name, [photo_id(number)])
        assert taken == len({number} & members)
        members -= {number}

    def disband(self, a: int, *_: int) -> None:
        name = NAMES[a % len(NAMES)]
        if self.now.collections.pop(name, None) is not None:
            self.catalog.delete_collection(name)

    def forget(self, a: int, *_: int) -> None:
        number = a % PHOTOS
        if number not in self.now.photos:
            with pytest.raises(UnknownPhotoError):
                self.catalog.forget_photos([photo_id(number)], who="me")
            return
        if number not in self.now.gone:
            self.catalog.forget_photos([photo_id(number)], who="me")
            self.now.gone.add(number)
            self.now.photos.remove(number)
            self.now.at = {path: at for path, at in self.now.at.items() if at[0] != number}
            for members in self.now.collections.values():
                members -= {number}


def seen(at: Location) -> tuple[Any, ...]:
    return at.photo, at.missing, at.etag


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_paths_photos_and_collections_are_what_was_done_to_them(
    catalog_of_nine: SqlCatalog, steps: list[tuple[str, int, int, int]]
) -> None:
    catalog = emptied(catalog_of_nine)
    doing = Steps(catalog)
    for kind, *numbers in steps:
        getattr(doing, kind)(*numbers)
        now = doing.now
        found = catalog.locations(doing.source)
        assert {path: seen(at) for path, at in found.items()} == {
            path: (None if number is None else photo_id(number), missing, etag)
            for path, (number, missing, etag) in now.at.items()
        }
        assert {row.sha256 for row in catalog.photos()} == set(map(photo_id, now.photos))
        assert catalog.skipped(list(map(photo_id, range(PHOTOS)))) == set(map(photo_id, now.gone))
        assert {row.collection: row.photos for row in catalog.collections()} == {
            name: len(members) for name, members in now.collections.items()
        }
    for name, members in doing.now.collections.items():
        in_it = {row.sha256 for row in catalog.photos(PhotoFilter(collection=name))}
        assert in_it == set(map(photo_id, members))
    below = set(catalog.locations(doing.source, "b/"))
    assert below == {path for path in doing.now.at if path.startswith("b/")}
    assert catalog.check() == []
