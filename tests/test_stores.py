"""One library, three sets of stores: the same story, with the same end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from likeness import Library
from likeness.errors import LibraryMissingError, SettingsError, UsageError
from likeness.settings import BlobSettings, CatalogSettings, IndexSettings, LibrarySettings
from likeness.sources.bucket import BucketSource
from likeness.types import FaceId
from tests.stores.postgres import fresh_schema
from tests.stores.s3 import S3Server

# One person twice, another twice, a third alone, a photo without a face.
FEW = ("007_B.jpg", "008_B.jpg", "009_C.jpg", "010_2.jpg", "017_0.jpg", "t1.jpg")

Open = Callable[[], Library]
Settings = Callable[..., LibrarySettings]

STORES = {
    "sqlite, exact, folder": ("", "", False),
    "postgresql, qdrant-local, s3": ("postgresql", "qdrant-local:", True),
    "postgresql, qdrant-edge, folder": ("postgresql", "qdrant-edge:", False),
}


@pytest.fixture
def pictures(photos: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    (folder / "day 2").mkdir(parents=True)
    for number, name in enumerate(FEW):
        shutil.copy2(photos / "scenes" / name, (folder if number % 2 else folder / "day 2") / name)
    return folder


@pytest.fixture
def settings(s3: S3Server) -> Iterator[Settings]:
    """Makes settings for new stores of the kinds that a test asks for."""
    with ExitStack() as stack:

        def make(catalog: str, index: str, in_bucket: bool) -> LibrarySettings:
            url = stack.enter_context(fresh_schema()) if catalog else ""
            blobs = f"s3://{s3.make_bucket()}/family" if in_bucket else ""
            return LibrarySettings(
                catalog=CatalogSettings(url=url, wait_seconds=5),
                index=IndexSettings(url=index),
                blobs=BlobSettings(url=blobs),
                s3=s3.settings(),
            )

        yield make


@pytest.mark.parametrize("kind", STORES)
def test_the_story_of_a_library_is_the_same_in_all_stores(
    kind: str,
    settings: Settings,
    pictures: Path,
    tmp_path: Path,
    s3: S3Server,
) -> None:
    chosen = settings(*STORES[kind])
    folder = tmp_path / "library"

    # add, and add again from another process's point of view
    with Library.open(folder, settings=chosen) as library:
        report = library.add(pictures)
        assert (report.photos, report.new, report.failed) == (6, 6, 0)
        before = everything(library)
        assert [person.photos for person in library.people()] == [2]
    with Library.open(folder, settings=chosen) as library:
        assert library.add(pictures).unchanged == 6
        assert everything(library) == before

        # name, find, also in one collection only
        sample = pictures / "day 2" / "007_B.jpg"
        face = library.faces(photo=sample)[0]
        assert face.person is not None
        library.name(face.person, "Anna")
        found = library.find(sample)
        assert (found.answer, found.candidates[0].name) == ("found", "Anna")
        assert {Path(row.photo).name for row in found.photos} == {"007_B.jpg", "008_B.jpg"}
        library.create_collection("second day", [pictures / "day 2"])
        inside = library.find(sample, collection="second day")
        assert [Path(row.photo).name for row in inside.photos] == ["007_B.jpg"]
        assert library.find(pictures / "day 2" / "017_0.jpg").answer == "no_face"

        # decide, and take it back
        library.reject(face.face)
        assert library.faces(photo=sample)[0].person != face.person
        library.undo()
        assert library.faces(photo=sample)[0].person == face.person

        # export
        exported = library.export_people(tmp_path / "people")
        assert exported.missing == 0
        assert {path.name for path in (tmp_path / "people" / "Anna").iterdir()} == {
            "007_B.jpg",
            "008_B.jpg",
        }
        library.export_faces(tmp_path / "faces.jsonl")
        rows = [json.loads(line) for line in (tmp_path / "faces.jsonl").read_text().splitlines()]
        assert len(rows) == len(library.faces(everything=True))

        # forget
        assert library.find(f"face:{face.face}").answer == "found"
        pictured = blobs(library)
        gone = {row.face for row in library.faces(person="Anna")}
        library.forget_person("Anna")
        assert library.find(sample).answer == "absent"
        assert pictured - blobs(library) == {f"crops/{face[1:3]}/{face}.webp" for face in gone}
        assert gone.isdisjoint(indexed(library))
        assert all(check.ok for check in library.doctor())
        assert all(check.ok for check in library.doctor(index=True))
        after = everything(library)

    assert_like_the_first(kind, before, after, tmp_path, pictures)


def assert_like_the_first(
    kind: str, before: Any, after: Any, tmp_path: Path, pictures: Path
) -> None:
    """Compare with a library in the stores of the first kind, which needs none but a folder."""
    with Library.open(tmp_path / "plain", settings=LibrarySettings()) as plain:
        plain.add(pictures)
        assert everything(plain) == before, kind
        face = plain.faces(photo=pictures / "day 2" / "007_B.jpg")[0]
        plain.create_collection("second day", [pictures / "day 2"])
        plain.forget_person(str(face.person))
        assert everything(plain) == after, kind


def everything(library: Library) -> dict[str, Any]:
    """Return all that a user can see of a library, apart from its history."""
    return {
        "photos": library.photos(),
        "faces": library.faces(everything=True),
        "people": [(row.person, row.faces, row.photos) for row in library.people(hidden=True)],
        "blobs": blobs(library),
        "collections": library.collections(),
    }


def blobs(library: Library) -> set[str]:
    store = library._parts.blobs
    return {*store.keys("crops/"), *store.keys("thumbs/")}


def indexed(library: Library) -> set[FaceId]:
    parts = library._parts
    return {face for part in parts.index(parts.contract).contents() for face in part.ids}


# ---------------------------------------------------------------- photos in a bucket


@pytest.fixture
def filled(s3: S3Server, pictures: Path) -> str:
    """The address of a bucket with the six photos below "album 1/"."""
    bucket = s3.make_bucket()
    for file in pictures.rglob("*.jpg"):
        s3.put(bucket, f"album 1/{file.relative_to(pictures)}", file.read_bytes())
    return f"s3://{bucket}/album 1"


@pytest.fixture
def library(settings: Settings, tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", settings=settings("", "", False)) as opened:
        yield opened


def test_photos_in_a_bucket_are_read_in_place(
    library: Library, filled: str, pictures: Path, tmp_path: Path
) -> None:
    report = library.add(filled)

    assert (report.photos, report.new, report.failed) == (6, 6, 0)
    with Library.open(tmp_path / "plain") as plain:
        plain.add(pictures)
        assert [row.face for row in library.faces()] == [row.face for row in plain.faces()]
        assert library.people() == plain.people()
    assert {row.photo for row in library.photos()} == {
        f"{filled}/{file.relative_to(pictures)}" for file in pictures.rglob("*.jpg")
    }
    (source,) = library.sources()
    assert (source.source, source.photos, source.mounted) == (filled, 6, True)
    assert not list((library.folder / "incoming").glob("[!.]*"))


def test_what_did_not_change_in_a_bucket_is_not_fetched_again(
    library: Library,
    filled: str,
    s3: S3Server,
    pictures: Path,
) -> None:
    library.add(filled)
    bucket = filled.removeprefix("s3://").partition("/")[0]
    pool = library._parts.pool
    data = (pictures / "010_2.jpg").read_bytes()
    s3.put(bucket, "album 1/010_2.jpg", data)  # the same content, at another time
    s3.put(bucket, "album 1/copy.jpg", data)
    s3.delete(bucket, "album 1/t1.jpg")

    report = library.add()

    assert (report.photos, report.new, report.unchanged, report.missing) == (5, 0, 5, 1)
    assert library._parts.pool is pool
    (copied,) = [row for row in library.photos() if len(row.paths) == 2]
    assert copied.paths == (f"{filled}/010_2.jpg", f"{filled}/copy.jpg")


def test_a_photo_that_moved_within_a_bucket_keeps_its_faces(
    library: Library,
    filled: str,
    s3: S3Server,
    pictures: Path,
) -> None:
    library.add(filled)
    before = [row.face for row in library.faces()]
    bucket = filled.removeprefix("s3://").partition("/")[0]
    s3.put(bucket, "album 1/new/name.jpg", (pictures / "010_2.jpg").read_bytes())
    s3.delete(bucket, "album 1/010_2.jpg")

    report = library.add(filled)

    assert (report.moved, report.missing, report.new) == (1, 0, 0)
    assert sorted(row.face for row in library.faces()) == sorted(before)


def test_what_the_listing_shows_is_not_asked_for_again(
    library: Library, filled: str, s3: S3Server, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(filled)
    bucket = filled.removeprefix("s3://").partition("/")[0]
    s3.put(bucket, "album 1/copy.jpg", (pictures / "010_2.jpg").read_bytes())
    asked: list[str] = []
    monkeypatch.setattr(BucketSource, "look", lambda _, path: asked.append(path))

    report = library.add()

    assert (report.moved, report.new, report.photos) == (0, 0, 6)
    assert asked == []


def test_photos_in_a_bucket_can_be_found_drawn_copied_packed_and_mended(
    library: Library, filled: str, tmp_path: Path
) -> None:
    library.add(filled)
    sample = f"{filled}/day 2/007_B.jpg"

    assert library.find(sample).answer == "found"
    assert library.draw_faces(sample).shape[2] == 3
    assert library.copy_photos(library.photos(), tmp_path / "out").photos == 6
    assert library.zip_photos(library.photos(), tmp_path / "out.zip").photos == 6
    assert library.export_people(tmp_path / "people").missing == 0
    for key in list(library._parts.blobs.keys()):
        library._parts.blobs.delete(key)
    checks = {check.check: check for check in library.doctor()}
    assert "6 photos again" in checks["blobs"].detail
    assert len(blobs(library)) > 6


def test_one_object_can_be_added_alone_and_its_prefix_later(library: Library, filled: str) -> None:
    assert library.add(f"{filled}/t1.jpg").photos == 1
    assert library.add(filled).photos == 6
    assert [row.source for row in library.sources()] == [filled]


def test_a_collection_of_a_prefix(library: Library, filled: str) -> None:
    library.add(filled, folders_as_collections=True)

    assert [(row.collection, row.photos) for row in library.collections()] == [
        ("album 1", 3),
        ("album 1/day 2", 3),
    ]
    assert library.create_collection("part", [f"{filled}/day 2"]).photos == 3
    assert library.create_collection("one", [f"{filled}/t1.jpg"]).photos == 1


def test_nothing_at_an_address_is_said(library: Library, filled: str) -> None:
    with pytest.raises(UsageError, match="no object or prefix"):
        library.add(filled + "/nothing")


def test_a_library_does_not_look_at_its_own_pictures(
    settings: Settings,
    pictures: Path,
    tmp_path: Path,
    s3: S3Server,
) -> None:
    chosen = settings("", "", True)
    own = chosen.blobs.url
    bucket = own.removeprefix("s3://").partition("/")[0]
    s3.put(bucket, "t1.jpg", (pictures / "t1.jpg").read_bytes())
    with Library.open(tmp_path / "library", settings=chosen) as library:
        assert library.add(f"s3://{bucket}").photos == 1
        assert library.add(f"s3://{bucket}").photos == 1
        with pytest.raises(UsageError, match="in the library itself"):
            library.add(own)


def test_two_libraries_do_not_share_a_place_for_pictures(
    settings: Settings, pictures: Path, tmp_path: Path
) -> None:
    chosen = settings("", "", True)
    with Library.open(tmp_path / "one", settings=chosen) as one:
        one.add(pictures / "t1.jpg")
        with (
            Library.open(tmp_path / "two", settings=chosen) as two,
            pytest.raises(SettingsError, match="another library"),
        ):
            two.add(pictures / "t1.jpg")
        assert len(blobs(one)) == 7


# ---------------------------------------------------------------- several machines


def test_another_machine_needs_nothing_but_the_settings(
    settings: Settings, pictures: Path, tmp_path: Path
) -> None:
    chosen = settings("postgresql", "", True)
    with (
        pytest.raises(LibraryMissingError, match="no library in the database"),
        Library.open(tmp_path / "too early", settings=chosen, create=False),
    ):
        pass
    with Library.open(tmp_path / "one", settings=chosen) as one:
        one.add(pictures)
        one.name(one.people()[0].person, "Anna")
        with Library.open(tmp_path / "two", settings=chosen, create=False) as two:
            assert everything(two) == everything(one)
            assert two.find(pictures / "day 2" / "007_B.jpg").candidates[0].name == "Anna"
            two.forget_person("Anna")
        assert one.find(pictures / "day 2" / "007_B.jpg").answer == "absent"
