"""What every catalog must do, whatever database lies beneath it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from likeness.catalog.base import Catalog, FaceFilter, PhotoFilter
from likeness.catalog.sql import open_catalog
from likeness.errors import (
    EditRefusedError,
    LibraryBusyError,
    LibraryError,
    UnknownCollectionError,
    UnknownEditError,
    UnknownFaceError,
    UnknownPersonError,
    UnknownPhotoError,
    UnknownSourceError,
    UsageError,
)
from likeness.types import (
    Collection,
    Contract,
    EditId,
    FaceId,
    FaceTags,
    Failure,
    FailureFacts,
    Grouping,
    IngestBatch,
    Labelings,
    PersonId,
    PhotoId,
)
from tests.catalog.makers import (
    CONTRACT,
    batch,
    face,
    face_id,
    labelings,
    location,
    photo,
    photo_id,
    unit_vector,
)
from tests.stores.databases import DATABASES, database_url


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
def catalog(reopen: Callable[[], Catalog]) -> Catalog:
    return reopen()


@pytest.fixture
def source(catalog: Catalog) -> int:
    return catalog.add_source("folder", "/photos").id


def person_of(face: FaceId) -> PersonId:
    return PersonId("p" + face[1:])


def group(catalog: Catalog, *groups: list[int]) -> list[PersonId]:
    """Let a run make a person of each group of photos (one face on each)."""
    assignments: dict[FaceId, PersonId | None] = {}
    founded = []
    for numbers in groups:
        faces = [face_id(number) for number in numbers]
        founded.append(person_of(min(faces)))
        assignments |= dict.fromkeys(faces, founded[-1])
    catalog.write_grouping(Grouping(assignments=assignments, founded=tuple(founded)))
    return founded


# ---------------------------------------------------------------- sources and paths


def test_a_source_is_the_same_when_added_again(catalog: Catalog) -> None:
    first = catalog.add_source("folder", "/photos")
    assert catalog.add_source("folder", "/photos") == first
    assert (first.kind, first.uri, first.photos, first.missing) == ("folder", "/photos", 0, 0)


def test_a_place_of_single_files_becomes_a_folder_and_never_the_other_way(
    catalog: Catalog,
) -> None:
    files = catalog.add_source("files", "/photos")
    folder = catalog.add_source("folder", "/photos")
    assert (folder.id, folder.kind) == (files.id, "folder")
    assert catalog.add_source("files", "/photos").kind == "folder"


def test_sources_are_sorted_and_count_photos_not_files(catalog: Catalog) -> None:
    b = catalog.add_source("folder", "/b").id
    a = catalog.add_source("folder", "/a").id
    catalog.write(batch(b, [1, 2, 3]))
    catalog.write(IngestBatch(source=b, locations=(location("copy of 1.jpg", 1),)))
    catalog.mark_missing(b, ["1.jpg", "2.jpg"])
    rows = catalog.sources()
    assert [(row.id, row.uri, row.photos, row.missing) for row in rows] == [
        (a, "/a", 0, 0),
        (b, "/b", 2, 1),
    ]


def test_a_removed_source_leaves_its_photos_without_paths(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1]))
    catalog.write(
        IngestBatch(
            source=source,
            failures=(
                FailureFacts(path="x", size=1, mtime_ns=1, reason="empty", detail="It is empty."),
            ),
        )
    )
    catalog.remove_source(source)
    assert catalog.sources() == []
    assert catalog.failures() == []
    (row,) = catalog.photos()
    assert (row.photo, row.paths, row.missing) == (photo_id(1), (), True)
    with pytest.raises(UnknownSourceError, match=f"number {source}"):
        catalog.remove_source(source)


def test_a_source_can_become_a_part_of_a_larger_one(catalog: Catalog) -> None:
    child = catalog.add_source("folder", "/photos/trip").id
    parent = catalog.add_source("folder", "/photos").id
    failure = FailureFacts(path="bad", size=1, mtime_ns=1, reason="empty", detail="Empty.")
    catalog.write(replace(batch(child, [1, 2]), failures=(failure,)))
    there = location("trip/1.jpg", 2)
    stale = replace(failure, path="trip/2.jpg")
    catalog.write(IngestBatch(source=parent, locations=(there,), failures=(stale,)))
    catalog.rebase_source(child, parent, "trip/")
    found = catalog.locations(parent)
    assert {path: at.photo for path, at in found.items()} == {
        "trip/1.jpg": photo_id(1),
        "trip/2.jpg": photo_id(2),
        "trip/bad": None,
    }
    assert [row.id for row in catalog.sources()] == [parent]
    with pytest.raises(UnknownSourceError):
        catalog.rebase_source(child, parent, "trip/")


def test_locations_are_found_by_folder_and_by_path(catalog: Catalog, source: int) -> None:
    paths = ["a/1.jpg", "a/b/2.jpg", "A/3.jpg", "ab/4.jpg", "a_b/5.jpg"]
    catalog.write(
        IngestBatch(
            source=source,
            photos=tuple(photo(n) for n in range(5)),
            locations=tuple(location(path, n) for n, path in enumerate(paths)),
        )
    )
    assert catalog.locations(source).keys() == set(paths)
    assert catalog.locations(source, "a/").keys() == {"a/1.jpg", "a/b/2.jpg"}
    assert catalog.locations(source, "a/b/").keys() == {"a/b/2.jpg"}
    assert catalog.locations(source, "a/1.jpg") == {"a/1.jpg": location("a/1.jpg", 0)}
    assert catalog.locations(source, "a/1") == {}
    assert catalog.locations(source + 1) == {}


@pytest.mark.parametrize(
    "name",
    ["new\nline.jpg", "smile\U0001f600.jpg", "byte\udcff.jpg", "\x01marker.jpg", "%_'\".jpg"],
)
def test_any_name_that_a_file_system_allows_comes_back(
    catalog: Catalog, source: int, name: str
) -> None:
    path = f"fol\udcfeder/{name}"
    catalog.write(IngestBatch(source=source, photos=(photo(1),), locations=(location(path, 1),)))
    assert list(catalog.locations(source, "fol\udcfeder/")) == [path]
    assert [row.photo for row in catalog.photos()] == [f"/photos/{path}"]
    assert catalog.find_photo(f"/photos/{path}") == photo_id(1)


def test_a_file_from_the_far_future_does_not_stop_a_run(catalog: Catalog, source: int) -> None:
    late = location("late.jpg", 1, mtime_ns=2**64)
    catalog.write(IngestBatch(source=source, photos=(photo(1),), locations=(late,)))
    assert catalog.locations(source)["late.jpg"].mtime_ns == 2**63 - 1


def test_the_etag_of_an_object_is_kept_with_its_path(catalog: Catalog) -> None:
    bucket = catalog.add_source("bucket", "s3://photos/trip").id
    etag = '"d41d8cd98f00b204-3"'
    failed = FailureFacts(
        path="b.jpg", size=1, mtime_ns=2, reason="empty", detail="", etag="weak\x00"
    )
    catalog.write(
        IngestBatch(
            source=bucket,
            photos=(photo(1),),
            locations=(location("a.jpg", 1, etag=etag), location("c.jpg", 1)),
            failures=(failed,),
        )
    )
    found = catalog.locations(bucket)
    assert {path: at.etag for path, at in found.items()} == {
        "a.jpg": etag,
        "b.jpg": "weak",
        "c.jpg": None,
    }
    assert catalog.find_photo("s3://photos/trip/a.jpg") == photo_id(1)
    assert next(iter(catalog.photos())).photo == "s3://photos/trip/a.jpg"


def test_missing_paths_are_marked_and_their_failures_dropped(catalog: Catalog, source: int) -> None:
    failure = FailureFacts(path="bad", size=1, mtime_ns=2, reason="damaged", detail="Cut off.")
    catalog.write(replace(batch(source, [1, 2]), failures=(failure,)))
    assert catalog.failures() == [Failure(photo="/photos/bad", reason="damaged", detail="Cut off.")]
    assert catalog.locations(source)["bad"].reason == "damaged"
    catalog.mark_missing(source, ["1.jpg", "bad", "never heard of"])
    assert catalog.failures() == []
    assert {path: at.missing for path, at in catalog.locations(source).items()} == {
        "1.jpg": True,
        "2.jpg": False,
    }
    assert catalog.locations_of([photo_id(1), photo_id(2), photo_id(3)]) == {
        photo_id(2): [(source, "2.jpg")]
    }


def test_a_file_that_comes_back_is_not_missing_any_more(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1]))
    catalog.mark_missing(source, ["1.jpg"])
    assert next(catalog.photos()).missing
    catalog.write(IngestBatch(source=source, locations=(location("1.jpg", 1),)))
    assert not next(catalog.photos()).missing


# ---------------------------------------------------------------- writing


def test_everything_about_a_photo_comes_back(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1], faces=2))
    (row,) = catalog.photos()
    assert (row.photo, row.sha256, row.paths) == ("/photos/1.jpg", photo_id(1), ("/photos/1.jpg",))
    assert (row.width, row.height, row.bytes, row.status) == (640, 480, 1001, "ok")
    assert (row.taken, row.taken_from) == ("2020-01-01T12:00:01+02:00", "exif")
    assert (row.camera, row.faces, row.missing) == ("Maker Model", 2, False)


def test_everything_about_a_face_comes_back(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1]))
    facts = face(1)
    (data,) = catalog.face_data()
    row = data.face
    assert row == next(catalog.faces()) == catalog.face(facts.id)
    assert (row.face, row.photo, row.sha256) == (facts.id, "/photos/1.jpg", photo_id(1))
    assert (row.box, row.points, row.score) == (facts.box, facts.points, facts.score)
    assert (row.status, row.quality, row.pose) == ("ok", 0.5, (1.0, -2.0, 3.5))
    assert (row.age, row.gender, row.gender_probability) == (33.0, "female", 0.9)
    assert (row.person, row.name, row.mark, row.assigned_by) == (None, None, None, None)
    assert data.paths == ("/photos/1.jpg",)
    assert (data.norm, data.contract) == (1.4, CONTRACT)
    np.testing.assert_array_equal(data.landmarks, facts.landmarks, strict=True)
    np.testing.assert_array_equal(data.embedding, facts.embedding, strict=True)


def test_what_is_not_known_of_a_face_stays_unknown(catalog: Catalog, source: int) -> None:
    nothing = face(
        1,
        status="too_small",
        quality=None,
        landmarks=None,
        pose=None,
        age=None,
        gender=None,
        gender_probability=None,
        contract=None,
        embedding=None,
        norm=None,
        mirror_distance=None,
    )
    catalog.write(replace(batch(source, [1]), faces=(nothing,)))
    (data,) = catalog.face_data()
    row = data.face
    assert (row.quality, row.pose, row.age, row.gender) == (None, None, None, None)
    assert (data.landmarks, data.embedding, data.norm, data.contract) == (None,) * 4
    assert catalog.contracts() == []


def test_numbers_of_numpy_are_taken_too(catalog: Catalog, source: int) -> None:
    odd = face(
        1,
        box=tuple(np.float32([1.5, 2, 3, 4])),
        score=np.float32(0.5),
        age=np.float32(30),
        points=tuple((np.float32(1), np.float32(2)) for _ in range(5)),
    )
    catalog.write(replace(batch(source, [1]), faces=(odd,)))
    (row,) = catalog.faces()
    assert row.box == (1.5, 2.0, 3.0, 4.0)
    assert (row.score, row.age, row.points[0]) == (0.5, 30.0, (1.0, 2.0))


def test_hostile_text_of_a_file_is_kept_as_far_as_it_can_be(catalog: Catalog, source: int) -> None:
    odd = photo(1, camera="Ca\x00non \udcff", format="JPEG")
    failure = FailureFacts(path="bad", size=1, mtime_ns=1, reason="damaged", detail="at \udcff")
    catalog.write(IngestBatch(source=source, photos=(odd,), failures=(failure,)))
    assert next(catalog.photos()).camera == "Canon ?"
    assert catalog.failures()[0].detail == "at ?"


def test_a_photo_that_is_there_stays_as_it_is(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1]))
    before = list(catalog.photos()), list(catalog.faces())
    other = replace(
        batch(source, [1]), photos=(photo(1, width=9),), faces=(face(1, score=0.1), face(1, 1))
    )
    catalog.write(other)
    assert (list(catalog.photos()), list(catalog.faces())) == before
    assert catalog.revision(CONTRACT) == 1


def test_a_batch_lands_whole_or_not_at_all(catalog: Catalog, source: int) -> None:
    broken = replace(batch(source, [1, 2]), locations=(location("x.jpg", 99),))
    with pytest.raises(LibraryError, match="Nothing was written"):
        catalog.write(broken)
    assert list(catalog.photos()) == []
    assert catalog.revision(CONTRACT) == 0


def test_a_photo_and_a_failure_replace_each_other_at_a_path(catalog: Catalog, source: int) -> None:
    failure = FailureFacts(path="1.jpg", size=1, mtime_ns=2, reason="damaged", detail="Cut off.")
    catalog.write(batch(source, [1]))
    catalog.write(IngestBatch(source=source, failures=(failure,)))
    assert next(catalog.photos()).missing
    assert catalog.locations(source)["1.jpg"].photo is None
    catalog.write(batch(source, [1]))
    assert catalog.failures() == []
    assert catalog.check() == []


def test_of_one_path_twice_in_a_batch_the_failure_or_the_last_one_holds(
    catalog: Catalog, source: int
) -> None:
    failure = FailureFacts(path="2.jpg", size=1, mtime_ns=2, reason="damaged", detail="Cut off.")
    doubled = replace(
        batch(source, [1, 2]),
        locations=(location("1.jpg", 2), location("1.jpg", 1), location("2.jpg", 2)),
        failures=(failure, failure),
    )
    catalog.write(doubled)
    assert {path: at.photo for path, at in catalog.locations(source).items()} == {
        "1.jpg": photo_id(1),
        "2.jpg": None,
    }


def test_known_photos_are_told_from_new_ones(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(1500)))
    asked = [photo_id(n) for n in range(1400, 3000)]
    assert catalog.analysed(asked) == {photo_id(n) for n in range(1400, 1500)}
    assert catalog.settled(asked) == {photo_id(n) for n in range(1400, 1500)}
    assert catalog.settled() == {photo_id(n) for n in range(1500)}
    assert catalog.skipped(asked) == set()
    assert catalog.skipped_boxes(asked) == {}


# ---------------------------------------------------------------- reading


def test_photos_come_by_time_then_id_and_those_without_time_last(
    catalog: Catalog, source: int
) -> None:
    may_2021 = datetime.fromisoformat("2021-05-01")
    times = {1: may_2021, 2: None, 3: datetime.fromisoformat("2020-05-01"), 4: may_2021}
    catalog.write(
        IngestBatch(
            source=source,
            photos=tuple(photo(n, taken=taken, taken_offset=None) for n, taken in times.items()),
        )
    )
    same = sorted([photo_id(1), photo_id(4)])
    expected = [photo_id(3), *same, photo_id(2)]
    assert [row.sha256 for row in catalog.photos()] == expected
    assert [row.taken for row in catalog.photos()][:2] == [
        "2020-05-01T00:00:00",
        "2021-05-01T00:00:00",
    ]
    some = PhotoFilter(ids=(photo_id(2), photo_id(3), photo_id(3), photo_id(99)))
    assert [row.sha256 for row in catalog.photos(some)] == [photo_id(3), photo_id(2)]


def test_many_photos_asked_by_id_come_in_order_too(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(1100)))
    ids = tuple(photo_id(n) for n in range(1100))
    everything = list(catalog.photos())
    assert list(catalog.photos(PhotoFilter(ids=ids[::-1]))) == everything
    faces = list(catalog.faces())
    asked = FaceFilter(ids=tuple(face_id(n) for n in range(1099, -1, -1)))
    assert list(catalog.faces(asked)) == faces


@pytest.mark.parametrize(
    ("offset", "written"),
    [(None, ""), (0, "+00:00"), (330, "+05:30"), (-210, "-03:30"), (-30, "-00:30")],
)
def test_the_offset_of_a_time_is_shown_where_known(
    catalog: Catalog, source: int, offset: int | None, written: str
) -> None:
    odd = photo(1, taken=datetime.fromisoformat("2020-01-02T03:04:05.6"), taken_offset=offset)
    catalog.write(IngestBatch(source=source, photos=(odd,)))
    assert next(catalog.photos()).taken == "2020-01-02T03:04:05.600000" + written


def test_a_photo_is_called_by_its_first_present_path(catalog: Catalog) -> None:
    b = catalog.add_source("folder", "/b").id
    a = catalog.add_source("folder", "/a").id
    root = catalog.add_source("folder", "/").id
    catalog.write(batch(b, [1]))
    for path in ("z.jpg", "y.jpg"):
        catalog.write(IngestBatch(source=a, locations=(location(path, 1),)))
    assert next(catalog.photos()).paths == ("/a/y.jpg", "/a/z.jpg", "/b/1.jpg")
    catalog.mark_missing(a, ["y.jpg"])
    assert next(catalog.photos()).photo == next(catalog.faces()).photo == "/a/z.jpg"
    catalog.write(IngestBatch(source=root, locations=(location("top.jpg", 1),)))
    assert next(catalog.photos()).photo == next(catalog.faces()).photo == "/top.jpg"
    assert next(catalog.face_data()).paths == ("/top.jpg", "/a/z.jpg", "/b/1.jpg")


def test_faces_come_by_photo_then_position(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [3, 1, 2], faces=2))
    assert [row.face for row in catalog.faces()] == [
        face_id(n, k) for n in (1, 2, 3) for k in (0, 1)
    ]


def test_only_faces_that_count_are_shown_unless_all_are_asked_for(
    catalog: Catalog, source: int
) -> None:
    catalog.write(
        replace(
            batch(source, [1]),
            faces=(
                face(1, 0),
                face(1, 1, status="low_confidence", contract=None, embedding=None),
                face(1, 2, status="too_small", contract=None, embedding=None),
                face(1, 3),
                face(1, 4),
            ),
        )
    )
    catalog.mark(face_id(1, 3), "ignored", who="me")
    catalog.mark(face_id(1, 4), "not_a_face", who="me")
    assert [row.face for row in catalog.faces()] == [face_id(1)]
    everything = list(catalog.faces(FaceFilter(every=True)))
    assert [(row.status, row.mark) for row in everything] == [
        ("ok", None),
        ("low_confidence", None),
        ("too_small", None),
        ("ok", "ignored"),
        ("ok", "not_a_face"),
    ]
    assert next(catalog.photos()).faces == 1
    assert len(list(catalog.face_data())) == 5
    assert catalog.vectors(CONTRACT)[0] == (face_id(1),)
    assert catalog.grouping_faces(CONTRACT).ids == (face_id(1),)


def test_faces_are_filtered_by_photo_person_and_id(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2, 3]))
    (person,) = group(catalog, [1, 3])

    def found(**where: object) -> list[FaceId]:
        return [row.face for row in catalog.faces(FaceFilter(**where))]  # type: ignore[arg-type]

    assert found(photo=photo_id(2)) == [face_id(2)]
    assert found(person=person) == [face_id(1), face_id(3)]
    assert found(ids=(face_id(3), face_id(2), FaceId("f0"))) == [face_id(2), face_id(3)]
    assert found(person=person, ids=(face_id(3), face_id(2))) == [face_id(3)]
    assert found(photo=photo_id(2), person=person) == []


def test_whose_thousands_of_faces_are_is_told_at_once(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2, 3]))
    (person,) = group(catalog, [1, 3])
    catalog.mark(face_id(3), "ignored", who="me")
    asked = [face_id(n) for n in (1, 2, 3)] + [FaceId(f"f{n:016x}") for n in range(3000)]

    assert catalog.owners(asked) == {face_id(1): person, face_id(2): None}
    assert catalog.owners(asked, marked=True).keys() == {face_id(n) for n in (1, 2, 3)}
    assert catalog.owners([]) == {}


def test_photos_are_filtered_by_people(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2, 3, 4]))
    catalog.write(IngestBatch(source=source, photos=(photo(5),), faces=(face(5, 0), face(5, 1))))
    a, b = group(catalog, [1, 2], [3])
    catalog.assign([face_id(5, 0)], to=a, name=None, who="me")
    catalog.assign([face_id(5, 1)], to=b, name=None, who="me")

    def found(**where: object) -> list[int]:
        ids = [row.sha256 for row in catalog.photos(PhotoFilter(**where))]  # type: ignore[arg-type]
        return [n for n in range(1, 6) if photo_id(n) in ids]

    assert found(with_people=(a,)) == [1, 2, 5]
    assert found(with_people=(a, b)) == [5]
    assert found(without_people=(a,)) == [3, 4]
    assert found(with_people=(a,), without_people=(b,)) == [1, 2]
    assert found(with_people=(a,), only=True) == [1, 2]
    assert found(with_people=(a, b), only=True) == [5]
    assert found(only=True) == []
    assert found(ids=(photo_id(1), photo_id(3)), with_people=(b,)) == [3]


def test_faces_that_do_not_count_do_not_spoil_only(catalog: Catalog, source: int) -> None:
    unsure = face(1, 1, status="low_confidence", contract=None, embedding=None)
    catalog.write(replace(batch(source, [1]), faces=(face(1, 0), unsure, face(1, 2))))
    (a,) = group(catalog, [1])
    only = PhotoFilter(with_people=(a,), only=True)
    assert list(catalog.photos(only)) == []
    catalog.mark(face_id(1, 2), "ignored", who="me")
    assert [row.sha256 for row in catalog.photos(only)] == [photo_id(1)]


def test_embeddings_come_in_the_order_asked(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2, 3]))
    found = catalog.embeddings([face_id(3), face_id(1), face_id(3)])
    expected = np.stack([unit_vector(3000), unit_vector(1000), unit_vector(3000)])
    np.testing.assert_array_equal(found, expected, strict=True)
    assert catalog.embeddings([]).shape[0] == 0
    with pytest.raises(UnknownFaceError, match="f00"):
        catalog.embeddings([face_id(1), FaceId("f00")])


def test_faces_to_compare_come_as_asked_then_by_person(catalog: Catalog, source: int) -> None:
    """Those asked for in their order, then a sample of each person's, by photo."""
    catalog.write(batch(source, range(8)))
    (a, b) = group(catalog, [0, 1, 2, 3], [4, 5])
    catalog.mark(face_id(7), "ignored", who="me")
    asked = [face_id(6), face_id(7), face_id(0), FaceId("f00")]

    found = catalog.compared_faces(CONTRACT, faces=asked, people=[b, a], most=2)

    theirs = [sorted(numbers, key=photo_id)[:2] for numbers in ([4, 5], [0, 1, 2, 3])]
    expected = [6, 0, *theirs[0], *theirs[1]]
    assert [row.face for row in found] == [face_id(n) for n in expected]
    assert [row.photo for row in found] == [photo_id(n) for n in expected]
    assert [row.person for row in found] == [None, a, b, b, a, a]
    assert {(row.quality, row.age) for row in found} == {(0.5, 33.0)}
    vectors = np.stack([row.vector for row in found])
    np.testing.assert_array_equal(vectors, [unit_vector(1000 * n) for n in expected])
    assert len(catalog.compared_faces(CONTRACT, people=[a])) == 4
    assert catalog.compared_faces(CONTRACT) == []
    assert catalog.compared_faces(Contract("other"), faces=asked, people=[a]) == []


def test_the_time_of_a_face_to_compare_is_that_of_a_camera(catalog: Catalog, source: int) -> None:
    catalog.write(
        IngestBatch(
            source=source,
            photos=(photo(0), photo(1, taken_from="file")),
            faces=(face(0), face(1)),
            locations=(location("0.jpg", 0), location("1.jpg", 1)),
        )
    )
    found = catalog.compared_faces(CONTRACT, faces=[face_id(0), face_id(1)])
    assert [row.taken for row in found] == [photo(0).taken, None]


def test_everybody_is_an_entry_once_and_so_is_each_face_of_nobody(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(8)))
    (a, b) = group(catalog, [0, 1, 2, 3], [4, 5])
    catalog.mark(face_id(7), "ignored", who="me")

    *people, last = catalog.entries(CONTRACT)

    assert (sorted(people), last) == (sorted([a, b]), face_id(6))
    assert list(catalog.entries(Contract("other"))) == []


def test_embeddings_of_several_models_are_never_mixed(catalog: Catalog, source: int) -> None:
    other = Contract("other-64-v1")
    second = face(2, contract=other, embedding=unit_vector(5, 64))
    catalog.write(replace(batch(source, [1, 2]), faces=(face(1), second)))
    assert catalog.contracts() == sorted([CONTRACT, other])
    assert catalog.embeddings([face_id(2)]).shape == (1, 64)
    with pytest.raises(UsageError, match="several models"):
        catalog.embeddings([face_id(1), face_id(2)])
    with pytest.raises(UnknownFaceError):
        catalog.embeddings([face_id(1), face_id(2)], other)
    with pytest.raises(UsageError, match="several models"):
        list(catalog.face_data())
    assert [row.contract for row in catalog.face_data(other)] == [None, other]


def test_a_mirror_can_tell_additions_from_changes(catalog: Catalog, source: int) -> None:
    assert catalog.revision(CONTRACT) == 0
    assert catalog.changes_since(CONTRACT, 0) == "same"
    catalog.write(batch(source, [1, 2]))
    first = catalog.revision(CONTRACT)
    assert catalog.changes_since(CONTRACT, first) == "same"
    assert catalog.changes_since(CONTRACT, 0) == "extended"
    catalog.write(batch(source, [3]))
    assert catalog.changes_since(CONTRACT, first) == "extended"
    ids, vectors = catalog.vectors(CONTRACT, after=first)
    assert ids == (face_id(3),)
    np.testing.assert_array_equal(vectors, [unit_vector(3000)])
    assert catalog.vectors(CONTRACT)[0] == tuple(sorted(face_id(n) for n in (1, 2, 3)))
    assert catalog.changes_since(CONTRACT, 99) == "changed"
    assert catalog.changes_since(CONTRACT, -1) == "changed"


def test_marks_undos_and_deletions_are_changes_but_people_are_not(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, [1, 2, 3]))
    before = catalog.revision(CONTRACT)
    group(catalog, [1, 2])
    catalog.reject(face_id(1), who="me")
    assert catalog.revision(CONTRACT) == before
    for change in (
        lambda: catalog.mark(face_id(1), "ignored", who="me"),
        lambda: catalog.undo(who="me"),
        lambda: catalog.forget_photos([photo_id(3)], who="me"),
    ):
        before = catalog.revision(CONTRACT)
        change()
        assert catalog.revision(CONTRACT) > before
        assert catalog.changes_since(CONTRACT, before) == "changed"
        catalog.write(batch(source, [100 + before]))
        assert catalog.changes_since(CONTRACT, before) == "changed"


def test_vectors_of_an_unknown_contract_are_none(catalog: Catalog) -> None:
    ids, vectors = catalog.vectors(Contract("nobody"))
    assert ids == ()
    assert vectors.shape[0] == 0


def test_people_come_with_most_photos_first_then_by_id(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(6)))
    catalog.write(IngestBatch(source=source, photos=(photo(7),), faces=(face(7, 0), face(7, 1))))
    two, one, other, same = group(catalog, [0, 1], [2], [3], [7])
    catalog.assign([face_id(7, 1)], to=same, name=None, who="me")
    catalog.name(one, "Anna", who="me")
    rows = catalog.people()
    singles = sorted([one, other, same])
    assert [row.person for row in rows] == [two, *singles]
    by_id = {row.person: row for row in rows}
    assert (by_id[two].faces, by_id[two].photos) == (2, 2)
    assert (by_id[same].faces, by_id[same].photos) == (2, 1)
    assert by_id[one].name == "Anna"


def test_hidden_people_are_listed_only_if_asked_for(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1]))
    (a,) = group(catalog, [1])
    catalog.hide(a, True, who="me")
    assert catalog.people() == []
    assert [(row.person, row.hidden) for row in catalog.people(hidden=True)] == [(a, True)]
    assert catalog.person(a).hidden


def test_people_without_faces_are_not_listed_but_can_be_named(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, [1]))
    (a,) = group(catalog, [1])
    catalog.name(a, "Anna", who="me")
    catalog.mark(face_id(1), "ignored", who="me")
    assert catalog.people(hidden=True) == []
    assert catalog.person("Anna").faces == 0


def test_a_person_is_found_by_id_prefix_and_name(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2]))
    a, b = group(catalog, [1], [2])
    catalog.name(a, "Jose\u0301", who="me")
    catalog.name(b, "JOSÉ", who="me")
    assert catalog.person(a).person == a
    assert catalog.person(a[:9]).person == a
    assert catalog.person("José").person == a
    assert catalog.person("JOSÉ").person == b
    with pytest.raises(UnknownPersonError, match="several people") as caught:
        catalog.person("josé")
    assert a in str(caught.value)
    assert b in str(caught.value)
    for key in ("Nobody", "p", "p0", a[:4], ""):
        with pytest.raises(UnknownPersonError, match="No person"):
            catalog.person(key)


def test_a_photo_is_found_by_hash_prefix_and_path(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2]))
    assert catalog.find_photo(photo_id(1)) == photo_id(1)
    assert catalog.find_photo(photo_id(1)[:8]) == photo_id(1)
    assert catalog.find_photo("/photos/1.jpg") == photo_id(1)
    catalog.mark_missing(source, ["1.jpg"])
    assert catalog.find_photo("/photos/1.jpg") == photo_id(1)
    for key in (
        photo_id(3),
        photo_id(1)[:7],
        "/photos/3.jpg",
        "/elsewhere/1.jpg",
        "1.jpg",
        "",
        "/\x00",
    ):
        with pytest.raises(UnknownPhotoError, match="No photo"):
            catalog.find_photo(key)


def test_an_ambiguous_beginning_lists_what_it_may_mean(catalog: Catalog, source: int) -> None:
    one, two = PhotoId("ab" * 32), PhotoId("ab" * 31 + "cd")
    faces = tuple(
        replace(face(1, n), id=FaceId(f"fabcdef012345678{n}"), photo=one) for n in range(2)
    )
    catalog.write(
        IngestBatch(source=source, photos=(photo(1, id=one), photo(2, id=two)), faces=faces)
    )
    with pytest.raises(UnknownPhotoError, match=f"several photos: {one}, {two}"):
        catalog.find_photo("abababab")
    with pytest.raises(UnknownFaceError, match="several faces: fabcdef0123456780, fabc"):
        catalog.face("fabcd")
    assert catalog.face("fabcdef0123456781").face == "fabcdef0123456781"
    with pytest.raises(UsageError, match="no text"):
        catalog.face("f\udcff")
    for key in ("f", "fabc", "fffff", "abcdef"):
        with pytest.raises(UnknownFaceError, match="No face"):
            catalog.face(key)


def test_a_reader_sees_one_state_while_a_writer_writes(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(3000)))
    rows = catalog.photos()
    first = next(rows)
    catalog.write(batch(source, range(3000, 3100)))
    assert first is not None
    assert sum(1 for _ in rows) == 2999
    assert sum(1 for _ in catalog.photos()) == 3100


# ---------------------------------------------------------------- the right to write


def test_the_right_to_write_is_reentrant_and_excludes_others(
    catalog: Catalog, reopen: Callable[[], Catalog], source: int
) -> None:
    other = reopen()
    with catalog.writing("add"), catalog.writing():
        catalog.write(batch(source, [1]))
        failed: list[Exception] = []

        def try_to_write() -> None:
            try:
                other.add_source("folder", "/other")
            except LibraryBusyError as error:
                failed.append(error)

        thread = threading.Thread(target=try_to_write)
        thread.start()
        thread.join()
        assert len(failed) == 1
        assert "add" in str(failed[0])
        assert [row.sha256 for row in other.photos()] == [photo_id(1)]
    other.add_source("folder", "/other")


def in_another_thread(act: Callable[[], object]) -> list[Exception]:
    """Do something in a thread of its own, and return what it raised."""
    failed: list[Exception] = []

    def try_it() -> None:
        try:
            act()
        except (LibraryBusyError, RuntimeError) as error:
            failed.append(error)

    thread = threading.Thread(target=try_it)
    thread.start()
    thread.join()
    return failed


def test_the_right_to_run_is_reentrant_excludes_others_and_lets_them_write(
    catalog: Catalog, reopen: Callable[[], Catalog], source: int
) -> None:
    other = reopen()

    def run() -> None:
        with other.running("group"):
            pass

    with catalog.running("add"), catalog.running("group"):
        catalog.write(batch(source, [1]))
        for library in (catalog, other):
            assert in_another_thread(lambda at=library: at.add_source("folder", "/other")) == []
        (error,) = in_another_thread(run)
        assert "add) is still at work on this library" in str(error)
        with catalog.writing("add"), catalog.running("group"):  # it is held already
            catalog.write(batch(source, [2]))
    assert in_another_thread(run) == []
    assert len(list(other.photos())) == 2


def test_the_right_to_run_is_never_asked_for_by_who_holds_only_the_right_to_write(
    catalog: Catalog,
) -> None:
    with (
        catalog.writing("name"),
        pytest.raises(RuntimeError, match="before the right to write"),
        catalog.running("add"),
    ):
        pass
    with catalog.running("add"), catalog.writing("add"):
        catalog.create_collection("mine")


def test_photos_of_a_source_that_was_removed_are_not_written(catalog: Catalog, source: int) -> None:
    catalog.require_source(source)
    catalog.remove_source(source)
    with pytest.raises(UnknownSourceError, match="No source"):
        catalog.require_source(source)
    with pytest.raises(UnknownSourceError, match="No source"):
        catalog.write(batch(source, [1]))
    assert list(catalog.photos()) == []


def test_what_was_written_is_there_after_reopening(
    catalog: Catalog, reopen: Callable[[], Catalog], source: int
) -> None:
    catalog.write(batch(source, [1]))
    (a,) = group(catalog, [1])
    catalog.name(a, "Anna", who="me")
    catalog.close()
    again = reopen()
    assert again.person("Anna").person == a
    assert [row.kind for row in again.history()] == ["name", "group"]


# ---------------------------------------------------------------- grouping


def test_a_run_reads_all_that_it_needs(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(6)))
    a, b, c = group(catalog, [0, 1], [2, 3], [4])
    catalog.confirm(face_id(0), who="me")
    catalog.reject(face_id(3), who="me")
    faces = catalog.grouping_faces(CONTRACT)
    assert faces.ids == tuple(sorted(face_id(n) for n in range(6)))
    numbers = {face_id(n): n for n in range(6)}
    assert [photo_id(numbers[id_]) for id_ in faces.ids] == list(faces.photos)
    expected = np.stack([unit_vector(1000 * numbers[id_]) for id_ in faces.ids])
    np.testing.assert_array_equal(faces.vectors, expected, strict=True)
    assert faces.boxes.dtype == np.float32
    np.testing.assert_array_equal(faces.boxes[0], [10.0, 20.0, 90.0, 110.5])
    np.testing.assert_array_equal(faces.quality, np.full(6, 0.5, np.float32), strict=True)
    people = dict(zip(faces.ids, faces.persons, strict=True))
    assert [people[face_id(n)] for n in range(6)] == [a, a, b, None, c, None]
    pinned = dict(zip(faces.ids, faces.pinned, strict=True))
    assert [n for n in range(6) if pinned[face_id(n)]] == [0]
    assert faces.rejections == {(face_id(3), b)}
    assert faces.decided == {a, b}
    np.testing.assert_array_equal(faces.mirror, np.full(6, 0.2, np.float32), strict=True)
    np.testing.assert_array_equal(faces.age, np.full(6, 33, np.float32), strict=True)
    assert faces.fresh.all()
    light = catalog.grouping_faces(CONTRACT, vectors=False)
    assert light.vectors.shape == (6, 0)
    assert (light.ids, light.persons) == (faces.ids, faces.persons)


def test_only_the_clock_of_a_camera_tells_a_run_the_time(catalog: Catalog, source: int) -> None:
    """A file's own time is often that of a copy. What is not known is NaN."""
    middle = datetime.fromisoformat("2019-07-02T12:00:00")
    told = (("exif", middle), ("xmp", middle), ("file", middle), (None, None))
    taken = dict(zip(range(4), told, strict=True))
    catalog.write(
        IngestBatch(
            source=source,
            photos=tuple(photo(n, taken_from=by, taken=at) for n, (by, at) in taken.items()),
            faces=(*(face(n) for n in range(3)), face(3, mirror_distance=None, age=None)),
            locations=tuple(location(f"{n}.jpg", n) for n in range(4)),
        )
    )
    faces = catalog.grouping_faces(CONTRACT)
    years = dict(zip(faces.ids, faces.taken.tolist(), strict=True))
    expected = [2019.5, 2019.5, np.nan, np.nan]
    np.testing.assert_array_equal([years[face_id(n)] for n in range(4)], expected)
    last = faces.ids.index(face_id(3))
    assert np.isnan([faces.mirror[last], faces.age[last]]).all()
    assert not np.isnan(np.delete(faces.mirror, last)).any()


def test_an_empty_library_has_no_faces_to_group(catalog: Catalog) -> None:
    faces = catalog.grouping_faces(CONTRACT)
    assert faces.ids == ()
    assert (len(faces.vectors), faces.boxes.shape, faces.quality.shape) == (0, (0, 4), (0,))


def test_named_hidden_and_featured_people_are_decided_about(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(4)))
    a, b, c, _ = group(catalog, [0], [1], [2], [3])
    catalog.name(a, "Anna", who="me")
    catalog.hide(b, True, who="me")
    catalog.feature(c, face_id(2), who="me")
    assert catalog.grouping_faces(CONTRACT).decided == {a, b, c}


def test_a_run_that_changes_nothing_leaves_no_entry(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1]))
    (a,) = group(catalog, [1])
    assert catalog.write_grouping(Grouping(assignments={face_id(1): a}, founded=(a,))) is None
    assert catalog.write_grouping(Grouping(assignments={})) is None
    assert len(catalog.history()) == 1
    assert catalog.history()[0].what == "1 face grouped: 1 new person"


def test_grouping_is_due_until_a_run_has_seen_all_faces_and_decisions(
    catalog: Catalog, source: int
) -> None:
    assert not catalog.is_grouping_due(CONTRACT)
    catalog.write(batch(source, [1]))
    assert catalog.is_grouping_due(CONTRACT)
    catalog.write_grouping(Grouping(assignments={}))
    assert catalog.is_grouping_due(CONTRACT), "that run did not say that it saw all"

    catalog.write_grouping(Grouping(assignments={}), CONTRACT)
    assert not catalog.is_grouping_due(CONTRACT)
    catalog.assign([face_id(1)], to=None, name="Ada", who="me")
    assert catalog.is_grouping_due(CONTRACT)
    catalog.write_grouping(Grouping(assignments={}), CONTRACT)
    catalog.write(batch(source, [2]))
    assert catalog.is_grouping_due(CONTRACT)


def test_an_edit_is_shown_by_its_number(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1]))
    number, _ = catalog.assign([face_id(1)], to=None, name="Ada", who="me")

    assert catalog.edit(number) == catalog.history()[0]
    with pytest.raises(UnknownEditError):
        catalog.edit(EditId(number + 1))


def test_a_run_drops_people_of_whom_nothing_is_left(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2]))
    a, b = group(catalog, [1], [2])
    catalog.write_grouping(Grouping(assignments={face_id(2): a}))
    assert [row.person for row in catalog.people()] == [a]
    with pytest.raises(UnknownPersonError):
        catalog.person(b)
    catalog.name(a, "Anna", who="me")
    catalog.write_grouping(Grouping(assignments={face_id(1): None, face_id(2): None}))
    assert catalog.person("Anna").faces == 0
    assert catalog.check() == []


def test_a_run_founds_nobody_without_a_face(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2]))
    catalog.mark(face_id(2), "ignored", who="me")
    group(catalog, [1], [2])
    assert [row.person for row in catalog.people()] == [person_of(face_id(1))]
    with pytest.raises(UnknownPersonError):
        catalog.person(person_of(face_id(2)))
    assert catalog.check() == []


def test_a_run_leaves_alone_what_a_human_decided_meanwhile(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(6)))
    a, b, c = group(catalog, [0, 1, 2], [3, 4], [5])
    stale = {face_id(n): b for n in range(3)} | {face_id(4): a, face_id(5): c}
    catalog.confirm(face_id(0), who="me")
    catalog.mark(face_id(1), "ignored", who="me")
    catalog.reject(face_id(4), who="me")
    catalog.assign([face_id(4)], to=a, name=None, who="me")
    catalog.reject(face_id(4), who="me")
    catalog.merge(a, [c], who="me")
    gone = PersonId("p" + "0" * 16)
    catalog.write_grouping(Grouping(assignments=stale | {face_id(3): gone, FaceId("f0"): a}))
    people = {row.face: row.person for row in catalog.faces(FaceFilter(every=True))}
    assert [people[face_id(n)] for n in range(6)] == [a, None, a, b, None, a]
    assert catalog.check() == []


# ---------------------------------------------------------------- collections


def test_collections_hold_photos_once(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2, 3]))
    catalog.create_collection("Trip")
    catalog.create_collection("Trip")
    catalog.create_collection("album")
    assert catalog.add_to_collection("Trip", [photo_id(1), photo_id(2), photo_id(2)]) == 2
    assert catalog.add_to_collection("Trip", [photo_id(2), photo_id(3)]) == 1
    assert catalog.collections() == [
        Collection(collection="Trip", photos=3),
        Collection(collection="album", photos=0),
    ]
    assert catalog.remove_from_collection("Trip", [photo_id(1), photo_id(1), photo_id(9)]) == 1
    shown = catalog.photos(PhotoFilter(collection="Trip"))
    assert [row.sha256 for row in shown] == [photo_id(2), photo_id(3)]
    catalog.delete_collection("Trip")
    assert [row.collection for row in catalog.collections()] == ["album"]
    assert len(list(catalog.photos())) == 3


def test_an_unknown_collection_is_said_at_once(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1]))
    for attempt in (
        lambda: catalog.photos(PhotoFilter(collection="Nope")),
        lambda: catalog.add_to_collection("Nope", [photo_id(1)]),
        lambda: catalog.remove_from_collection("Nope", [photo_id(1)]),
        lambda: catalog.delete_collection("Nope"),
    ):
        with pytest.raises(UnknownCollectionError, match="none yet"):
            attempt()
    catalog.create_collection("Trip")
    with pytest.raises(UnknownPhotoError, match=photo_id(9)):
        catalog.add_to_collection("Trip", [photo_id(1), photo_id(9)])
    with pytest.raises(UsageError, match="visible"):
        catalog.create_collection("  ")
    assert catalog.collections() == [Collection(collection="Trip", photos=0)]


# ---------------------------------------------------------------- tags


def test_a_library_is_known_by_its_number(
    catalog: Catalog, reopen: Callable[[], Catalog], tmp_path: Path
) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", catalog.library_id())
    assert reopen().library_id() == catalog.library_id()


def test_the_tags_of_a_face_say_what_an_index_may_filter_by(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2]))
    (a,) = group(catalog, [1])
    for name in ("Trip", "Summer"):
        catalog.create_collection(name)
        catalog.add_to_collection(name, [photo_id(1)])
    known = catalog.tags(CONTRACT)
    assert set(known) == {face_id(1), face_id(2)}
    assert known[face_id(1)] == FaceTags(
        status="ok",
        quality=0.5,
        taken=photo(1).taken,
        person=a,
        collections=frozenset({"Trip", "Summer"}),
    )
    assert (known[face_id(2)].person, known[face_id(2)].collections) == (None, frozenset())
    assert catalog.tags(Contract("nobody-v1")) == {}


def test_only_faces_whose_tags_changed_are_told_again(catalog: Catalog, source: int) -> None:
    catalog.create_collection("Trip")
    catalog.write(batch(source, range(6)))
    seen = catalog.tag_revision()

    def changed() -> set[FaceId]:
        nonlocal seen
        before, seen = seen, catalog.tag_revision()
        assert bool(catalog.tags(CONTRACT, after=before)) <= (seen > before)
        return set(catalog.tags(CONTRACT, after=before))

    assert changed() == set()
    (a,) = group(catalog, [0, 1])
    assert changed() == {face_id(0), face_id(1)}
    catalog.confirm(face_id(0), who="me")
    catalog.name(a, "Anna", who="me")
    assert changed() == set(), "who put a face there, and the name, are no tags"
    catalog.reject(face_id(1), who="me")
    assert changed() == {face_id(1)}
    catalog.undo(who="me")
    assert changed() == {face_id(1)}
    catalog.add_to_collection("Trip", [photo_id(2), photo_id(3)])
    assert changed() == {face_id(2), face_id(3)}
    catalog.remove_from_collection("Trip", [photo_id(2), photo_id(5)])
    assert changed() == {face_id(2)}
    catalog.delete_collection("Trip")
    assert changed() == {face_id(3)}
    catalog.write(batch(source, [6]))
    assert changed() == {face_id(6)}
    before = catalog.tag_revision()
    catalog.forget_photos([photo_id(6)], who="me")
    assert catalog.tag_revision() > before
    assert changed() == set()


# ---------------------------------------------------------------- decisions, in short


def test_every_decision_is_one_entry_that_can_be_taken_back(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(8)))
    a, b = group(catalog, [0, 1, 2, 3], [4, 5])
    decisions = {
        "name": lambda: catalog.name(a, "Anna", who="me"),
        "assign": lambda: catalog.assign([face_id(6)], to=a, name=None, who="me")[0],
        "confirm": lambda: catalog.confirm(face_id(0), who="me"),
        "merge": lambda: catalog.merge(a, [b], who="me"),
        "split": lambda: catalog.split(a, [face_id(1)], who="me")[0],
        "reject": lambda: catalog.reject(face_id(2), who="me"),
        "not_a_face": lambda: catalog.mark(face_id(3), "not_a_face", who="me"),
        "ignore": lambda: catalog.mark(face_id(3), "ignored", who="me"),
        "hide": lambda: catalog.hide(a, True, who="me"),
        "opt_out": lambda: catalog.opt_out(a, True, who="me"),
        "feature": lambda: catalog.feature(a, face_id(0), who="me"),
    }
    for kind, decide in decisions.items():
        before = list(catalog.faces(FaceFilter(every=True))), catalog.people(hidden=True)
        edit = decide()
        entry = catalog.history(1)[0]
        assert (entry.edit, entry.kind, entry.who, entry.undone) == (edit, kind, "me", False)
        assert entry.when.endswith("+00:00")
        taken_back = catalog.undo(who="you")
        assert (taken_back.kind, taken_back.who) == ("undo", "you")
        assert (list(catalog.faces(FaceFilter(every=True))), catalog.people(hidden=True)) == before
        assert catalog.history(2)[1].undone
        assert catalog.check() == []
    with pytest.raises(EditRefusedError, match="nothing to take back"):
        catalog.undo(who="me")
    with pytest.raises(UnknownEditError, match="No edit 99"):
        catalog.undo(EditId(99), who="me")


# ---------------------------------------------------------------- forgetting, in short


def test_a_forgotten_photo_is_gone_and_stays_gone(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, [1, 2, 3]))
    group(catalog, [1], [2, 3])
    catalog.create_collection("Trip")
    catalog.add_to_collection("Trip", [photo_id(1), photo_id(2)])
    report = catalog.forget_photos([photo_id(1), photo_id(1)], who="me")
    assert (report.photos, report.faces, report.people) == (1, 1, 1)
    assert [row.sha256 for row in catalog.photos()] == [photo_id(2), photo_id(3)]
    assert catalog.skipped([photo_id(1), photo_id(2)]) == {photo_id(1)}
    assert catalog.settled([photo_id(1), photo_id(2), photo_id(9)]) == {photo_id(1), photo_id(2)}
    assert catalog.settled() == {photo_id(1), photo_id(2), photo_id(3)}
    assert "1.jpg" not in catalog.locations(source)
    assert catalog.collections()[0].photos == 1
    assert len(catalog.people()) == 1
    pending = catalog.pending_deletions()
    assert (pending["photos"], pending["faces"]) == ((photo_id(1),), (face_id(1),))
    assert catalog.check() == []
    with pytest.raises(UnknownPhotoError, match="nothing was deleted"):
        catalog.forget_photos([photo_id(2), photo_id(1)], who="me")
    with pytest.raises(UsageError, match="at least one"):
        catalog.forget_photos([], who="me")
    catalog.deletions_done()
    assert not any(catalog.pending_deletions().values())


def test_a_forgotten_person_leaves_its_photos_and_the_boxes_to_skip(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, [1, 2, 3]))
    a, b = group(catalog, [1, 2], [3])
    catalog.name(a, "Anna", who="me")
    report = catalog.forget_person(a, who="me")
    assert (report.photos, report.faces, report.people) == (0, 2, 1)
    assert len(list(catalog.photos())) == 3
    assert [row.person for row in catalog.people(hidden=True)] == [b]
    assert catalog.skipped([photo_id(1)]) == set()
    assert catalog.skipped_boxes([photo_id(n) for n in (1, 2, 3)]) == {
        photo_id(1): [face(1).box],
        photo_id(2): [face(2).box],
    }
    pending = catalog.pending_deletions()
    assert (pending["photos"], pending["faces"]) == ((), tuple(sorted([face_id(1), face_id(2)])))
    with pytest.raises(UnknownPersonError, match="nothing was deleted"):
        catalog.forget_person(a, who="me")
    catalog.forget_photos([photo_id(1)], who="me")
    assert catalog.skipped_boxes([photo_id(1)]) == {}


# ---------------------------------------------------------------- several strictnesses


def kept_groups(catalog: Catalog, *rungs: list[list[int]], chosen: int = 0) -> Labelings:
    """Let a run over photos 0 to 5 leave its groups at every strictness."""
    kept = labelings(*rungs, chosen=chosen, photos=6)
    catalog.write_grouping(Grouping(assignments={}, labelings=kept), CONTRACT)
    return kept


def test_the_groups_at_every_strictness_come_back(
    catalog: Catalog, reopen: Callable[[], Catalog], source: int
) -> None:
    """The last run's only, bit by bit, and the strictness stands where that run chose."""
    catalog.write(batch(source, range(6)))
    assert catalog.labelings(CONTRACT) is None
    assert catalog.grouping_faces(CONTRACT).strictness is None
    kept_groups(catalog, [[0, 1]], [[0, 1], [2, 3]], [[0, 1, 2, 3]])
    kept = kept_groups(catalog, [], [[1, 2], [3, 4]], chosen=1)
    found = reopen().labelings(CONTRACT)
    assert found is not None
    assert (found.faces, found.chosen) == (kept.faces, 1)
    for name in ("strictness", "groups", "sureness"):
        np.testing.assert_array_equal(getattr(found, name), getattr(kept, name), strict=True)
    assert catalog.grouping_faces(CONTRACT).strictness == kept.strictness[1]
    assert catalog.labelings(Contract("other")) is None


def test_a_part_run_leaves_the_groups_of_the_whole_one(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(6)))
    kept_groups(catalog, [[0, 1]], [[0, 1, 2]])
    catalog.write(batch(source, [7]))
    assert catalog.grouping_faces(CONTRACT).fresh.sum() == 1
    catalog.write_grouping(Grouping(assignments={}), CONTRACT)
    assert catalog.labelings(CONTRACT) is not None
    assert not catalog.grouping_faces(CONTRACT).fresh.any()


@pytest.mark.parametrize("what", ["photo", "person"])
def test_forgetting_drops_groups_and_questions(catalog: Catalog, source: int, what: str) -> None:
    """They can be made again; the strictness that was chosen tells nobody anything and stays."""
    catalog.write(batch(source, range(6)))
    a, b = group(catalog, [0], [1, 2])
    kept = kept_groups(catalog, [], [[1, 2]], chosen=1)
    catalog.note_asked(a, b)
    catalog.note_asked(face_id(3), face_id(0))
    catalog.note_asked(b, face_id(4))
    if what == "photo":
        catalog.forget_photos([photo_id(0)], who="me")
    else:
        catalog.forget_person(a, who="me")
    assert catalog.labelings(CONTRACT) is None
    assert catalog.grouping_faces(CONTRACT).strictness == kept.strictness[1]
    assert catalog.asked_pairs() == {(min(b, face_id(4)), max(b, face_id(4)))}
    assert catalog.check() == []


def test_a_slide_is_an_edit_that_can_be_taken_back(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(6)))
    a, b = group(catalog, [0, 1], [2, 3])
    catalog.name(b, "Bea", who="me")
    kept = kept_groups(catalog, [[0, 1], [2, 3]], [[0, 1, 2, 3]])
    before = list(catalog.faces())
    loose, strict = kept.strictness[1], kept.strictness[0]
    moved = Grouping(assignments={face_id(0): b, face_id(1): b})
    assert catalog.write_slide(Grouping(assignments={}), strict, CONTRACT, who="me") is None
    edit = catalog.write_slide(moved, loose, CONTRACT, who="me")
    assert catalog.history()[0].edit == edit
    assert catalog.history()[0].kind == "group"
    assert catalog.grouping_faces(CONTRACT).strictness == loose
    assert catalog.homes(CONTRACT) == {face_id(0): a, face_id(1): a}
    assert not catalog.is_grouping_due(CONTRACT), "nothing new came"
    catalog.undo(who="me")
    assert list(catalog.faces()) == before
    assert catalog.grouping_faces(CONTRACT).strictness == strict
    assert catalog.homes(CONTRACT) == {}
    catalog.undo(who="me")
    assert catalog.person(b).name is None, "the next newest decision is the name"
    assert catalog.check() == []


def test_faces_are_at_home_where_a_later_decision_put_them(catalog: Catalog, source: int) -> None:
    """What was taken back counts for nothing, and who was merged is who they became."""
    catalog.write(batch(source, range(6)))
    a, b, c = group(catalog, [0, 1], [2, 3], [4, 5])
    kept = kept_groups(catalog, [[0, 1], [2, 3], [4, 5]], [[0, 1, 2, 3], [4, 5]])
    slid = Grouping(assignments={face_id(2): a, face_id(3): a, face_id(4): a})
    catalog.write_slide(slid, kept.strictness[1], CONTRACT, who="me")
    assert catalog.homes(CONTRACT) == {face_id(2): b, face_id(3): b, face_id(4): c}
    catalog.confirm(face_id(2), who="me")
    catalog.reject(face_id(3), who="me")
    catalog.undo(who="me")
    assert catalog.homes(CONTRACT) == {face_id(3): b, face_id(4): c}
    catalog.assign([face_id(0)], to=c, name=None, who="me")
    catalog.merge(a, [c], who="me")
    assert catalog.homes(CONTRACT) == {}, "all faces of a merge are put by it"


def test_who_is_named_without_a_home_is_at_home_with_the_faces_of_that_moment(
    catalog: Catalog, source: int
) -> None:
    """What other strictnesses bring later is not; nor is it anybody's about whom none decided."""
    catalog.write(batch(source, range(6)))
    a, b = group(catalog, [0, 1, 2, 3], [4, 5])
    kept = kept_groups(catalog, [[0, 1], [2, 3], [4, 5]], [[0, 1, 2, 3], [4, 5]])
    split_off = PersonId("p" + face_id(2)[1:])
    parted = Grouping(
        assignments={face_id(2): split_off, face_id(3): split_off}, founded=(split_off,)
    )
    catalog.write_slide(parted, kept.strictness[0], CONTRACT, who="me")
    catalog.name(b, "Bea", who="me")
    assert catalog.homes(CONTRACT) == {face_id(2): a, face_id(3): a}
    named = catalog.name(split_off, "Dora", who="me")
    joined = Grouping(assignments={face_id(1): split_off})
    catalog.write_slide(joined, kept.strictness[1], CONTRACT, who="me")
    at_home = {face_id(2): split_off, face_id(3): split_off, face_id(1): a}
    assert catalog.homes(CONTRACT) == at_home
    catalog.born(split_off, 1980, who="me")
    assert catalog.homes(CONTRACT) == at_home, "it has a home by now"
    catalog.undo(who="me")
    catalog.undo(named, who="me")
    assert catalog.homes(CONTRACT) == dict.fromkeys(at_home, a)


def test_who_loses_the_last_face_at_home_is_at_home_with_the_others(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(6)))
    a, b, c = group(catalog, [0, 1], [2, 3], [4, 5])
    kept = kept_groups(catalog, [[0, 1], [2, 3], [4, 5]], [[0, 1, 2, 3], [4, 5]])
    catalog.name(a, "Anna", who="me")
    loose = Grouping(assignments={face_id(2): a, face_id(3): a})
    catalog.write_slide(loose, kept.strictness[1], CONTRACT, who="me")
    catalog.assign([face_id(0)], to=c, name=None, who="me")
    assert catalog.homes(CONTRACT) == {face_id(2): b, face_id(3): b}
    catalog.assign([face_id(1)], to=c, name=None, who="me")
    assert catalog.homes(CONTRACT) == {face_id(2): a, face_id(3): a}
    catalog.undo(who="me")
    assert catalog.homes(CONTRACT) == {face_id(2): b, face_id(3): b}


def test_a_face_cannot_come_home_where_another_of_its_photo_was_put(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(6), faces=2))
    a, b = group(catalog, [0, 1], [2, 3])
    kept = kept_groups(catalog, [[0, 1], [2, 3]], [[0, 1, 2, 3]])
    strict = Grouping(assignments={face_id(0): None, face_id(2): None})
    catalog.write_slide(strict, kept.strictness[1], CONTRACT, who="me")
    catalog.assign([face_id(0, 1)], to=a, name=None, who="me")
    assert catalog.homes(CONTRACT) == {face_id(0): None, face_id(2): b}
    catalog.undo(who="me")
    assert catalog.homes(CONTRACT) == {face_id(0): a, face_id(2): b}


# ---------------------------------------------------------------- different people, years of birth


def test_people_held_apart_stay_apart_until_merged(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(6)))
    a, b = group(catalog, [0, 1], [2, 3, 4])
    catalog.name(b, "Bea", who="me")
    catalog.apart(b, a, who="me")
    faces = catalog.grouping_faces(CONTRACT)
    assert faces.rejections == {(face_id(0), b), (face_id(1), b)}
    assert b in faces.decided
    assert catalog.history()[0].kind == "apart"
    assert catalog.history()[0].what == f'"Bea" ({b}) is not {a}'
    catalog.write_grouping(Grouping(assignments={face_id(0): b}))
    assert catalog.person(a).faces == 2, "no run joins them"
    catalog.merge(b, [a], who="me")
    assert catalog.grouping_faces(CONTRACT).rejections == frozenset()
    assert catalog.person(b).faces == 5
    catalog.undo(who="me")
    assert catalog.grouping_faces(CONTRACT).rejections == faces.rejections
    catalog.undo(who="me")
    assert catalog.grouping_faces(CONTRACT).rejections == frozenset()
    assert catalog.check() == []


def test_only_two_people_with_faces_can_be_held_apart(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(2)))
    a, b = group(catalog, [0], [1])
    with pytest.raises(UsageError, match="two different people"):
        catalog.apart(a, a, who="me")
    catalog.name(b, "Bea", who="me")
    catalog.reject(face_id(1), who="me")
    with pytest.raises(EditRefusedError, match=r'"Bea" .* has no face'):
        catalog.apart(a, b, who="me")
    with pytest.raises(UnknownPersonError):
        catalog.apart(a, PersonId("p0"), who="me")


def test_a_face_can_be_held_not_to_be_somebody_it_is_not_with(
    catalog: Catalog, source: int
) -> None:
    catalog.write(batch(source, range(4)))
    a, b = group(catalog, [0, 1], [2])
    for number in (3, 2):
        catalog.reject(face_id(number), person=a, who="me")
    assert catalog.grouping_faces(CONTRACT).rejections == {(face_id(3), a), (face_id(2), a)}
    assert catalog.person(b).faces == 1, "it stays with whom it is"
    assert catalog.history()[0].what == f"face {face_id(2)} is not {a}"
    catalog.write_grouping(Grouping(assignments={face_id(3): a}))
    assert catalog.person(a).faces == 2, "no run puts it there"
    catalog.undo(who="me")
    catalog.undo(who="me")
    assert catalog.grouping_faces(CONTRACT).rejections == frozenset()
    catalog.reject(face_id(0), person=a, who="me")
    assert catalog.person(a).faces == 1, "with whom it is, it leaves"
    with pytest.raises(EditRefusedError):
        catalog.reject(face_id(3), who="me")
    with pytest.raises(UnknownPersonError):
        catalog.reject(face_id(3), person=PersonId("p0"), who="me")


def test_a_year_of_birth_is_told_and_taken_back(catalog: Catalog, source: int) -> None:
    """Whoever has one is decided about, and it survives a merge if the first has none."""
    catalog.write(batch(source, range(4)))
    a, b = group(catalog, [0, 1], [2, 3])
    catalog.born(b, 2015, who="me")
    assert catalog.history()[0].what == f"{b} was born in 2015"
    assert catalog.person(b).born == 2015
    faces = catalog.grouping_faces(CONTRACT)
    assert (faces.born, faces.decided) == ({b: 2015}, {b})
    catalog.merge(a, [b], who="me")
    assert catalog.person(a).born == 2015
    catalog.undo(who="me")
    assert [catalog.person(id_).born for id_ in (a, b)] == [None, 2015]
    catalog.born(b, None, who="me")
    assert catalog.history()[0].what == f"{b} has no year of birth any more"
    assert catalog.person(b).born is None
    catalog.undo(who="me")
    assert catalog.person(b).born == 2015
    for year in (1799, 2201):
        with pytest.raises(UsageError, match="from 1800 to 2200"):
            catalog.born(b, year, who="me")


def test_questions_nobody_was_sure_about_are_noted_once(catalog: Catalog, source: int) -> None:
    catalog.write(batch(source, range(4)))
    a, b = group(catalog, [0, 1], [2, 3])
    assert catalog.asked_pairs() == set()
    catalog.note_asked(b, a)
    catalog.note_asked(a, b)
    catalog.note_asked(face_id(0), a)
    assert catalog.asked_pairs() == {(min(a, b), max(a, b)), (face_id(0), a)}
    with pytest.raises(UsageError, match="twice"):
        catalog.note_asked(a, a)
    with pytest.raises(UnknownFaceError, match="f0"):
        catalog.note_asked(a, "f0")
