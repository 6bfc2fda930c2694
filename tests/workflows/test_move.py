"""A library moves to other stores and back, and nothing of it changes on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from likeness import Library
from likeness.errors import LibraryError, SettingsError, UsageError
from likeness.settings import CatalogSettings, IndexSettings, LibrarySettings
from likeness.types import Progress
from likeness.workflows import move as moving
from tests.stores.postgres import fresh_schema
from tests.stores.s3 import ACCESS_KEY, SECRET_KEY, S3Server


class StoppedError(Exception):
    """The end of a process, as a test sees it."""


@pytest.fixture
def postgres() -> Iterator[str]:
    with fresh_schema() as url:
        yield url


@pytest.fixture
def bucket_url(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address that the environment has the keys for."""
    monkeypatch.setenv("LIKENESS_S3__ENDPOINT", s3.endpoint)
    monkeypatch.setenv("LIKENESS_S3__REGION", "us-east-1")
    monkeypatch.setenv("LIKENESS_S3__ACCESS_KEY", ACCESS_KEY)
    monkeypatch.setenv("LIKENESS_S3__SECRET_KEY", SECRET_KEY)
    return f"s3://{s3.make_bucket()}/family"


def all_of(library: Library) -> dict[str, Any]:
    return {
        "photos": library.photos(),
        "faces": library.faces(everything=True),
        "people": library.people(hidden=True),
        "history": library.history(),
        "collections": library.collections(),
        "failures": library.failures(),
        "pictures": {
            key: library._parts.blobs.get(key)
            for kind in ("crops/", "thumbs/")
            for key in library._parts.blobs.keys(kind)
        },
    }


@pytest.fixture
def decided(indexed: Library) -> Library:
    """A library in which somebody decided a few things."""
    person = indexed.people()[0].person
    indexed.name(person, "Zoë \N{SMILING FACE WITH OPEN MOUTH}")
    indexed.create_collection("Trip", [indexed.photos()[0].sha256])
    face = indexed.faces(person=person)[0].face
    indexed.reject(face)
    indexed.undo()
    return indexed


def reopened(library: Library) -> Library:
    """Open the library as its next user does: from the folder, by its settings alone."""
    library.close()
    return Library.open(library.folder)


def test_all_stores_at_once_and_back(
    decided: Library, postgres: str, bucket_url: str, few_photos: Path
) -> None:
    before = all_of(decided)
    decided_at = decided.folder
    decided.close()

    with Library.open(decided_at) as library:
        report = library.move(postgres, bucket_url, "qdrant-edge:")
        assert report.moved == ("blobs", "catalog", "index")
        assert report.pictures == len(before["pictures"])
        assert report.faces == len(library.faces())
        assert report.overridden == ()
    with Library.open(decided_at) as library:
        assert library.settings.catalog.url == postgres
        assert all_of(library) == before
        assert all(check.ok for check in library.doctor())
        library.name(library.people()[0].person, "Zoe")
        after = all_of(library)
        for file in decided_at.glob("catalog.db*"):
            file.unlink()  # the owner is content with the new place
        library.move("sqlite:", "folder:", "exact:")
    with Library.open(decided_at) as library:
        assert library.settings.catalog.url == ""
        assert all_of(library) == after


def test_the_index_in_the_folder_stays_level_when_only_the_catalog_moves(
    decided: Library, postgres: str
) -> None:
    decided.move(postgres)
    with reopened(decided) as library:
        (checked,) = [each for each in library.doctor() if each.check == "index"]
    assert (checked.ok, "made again" in checked.detail) == (True, False)


def test_the_way_back_is_refused_where_an_older_library_lies(
    decided: Library, postgres: str
) -> None:
    decided.move(postgres)
    with reopened(decided) as library:
        library.name(library.people()[0].person, "Zoe")
        with pytest.raises(LibraryError, match="holds another library"):
            library.move("sqlite:")


def test_a_whole_copy_goes_to_another_folder(decided: Library, tmp_path: Path) -> None:
    before = all_of(decided)
    target = tmp_path / "copy" / "of it"

    report = decided.move(str(target))

    assert report.library == str(target)
    assert all_of(decided) == before
    with Library.open(target, create=False) as copy:
        assert all_of(copy) == before
        copy.name(copy.people()[0].person, "Zoe")
        assert decided.people()[0].name != "Zoe"


@pytest.mark.parametrize("stage", ["pictures", "rows"])
def test_a_move_that_was_stopped_goes_on(
    decided: Library, tmp_path: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = all_of(decided)
    target = tmp_path / "copy"
    monkeypatch.setattr(moving, "PICTURES_AT_ONCE", 2)

    def stop(progress: Progress) -> None:
        if progress.stage == stage and progress.done > 1:
            raise StoppedError

    with pytest.raises(StoppedError):
        decided.move(str(target), progress=stop)
    with pytest.raises(LibraryError, match="move-library"):
        Library.open(target)

    decided.move(str(target))
    with Library.open(target) as copy:
        assert all_of(copy) == before


def test_a_move_that_was_stopped_at_the_very_end_is_repeated(
    decided: Library, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = all_of(decided)
    with monkeypatch.context() as patch:
        patch.setattr(moving, "write_urls", stop_here)
        with pytest.raises(StoppedError):
            decided.move(postgres)

    decided.move(postgres)

    with reopened(decided) as library:
        assert library.settings.catalog.url == postgres
        assert all_of(library) == before


def test_a_finished_copy_that_fell_behind_is_not_taken_for_the_library(
    decided: Library, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(moving, "write_urls", stop_here)
        with pytest.raises(StoppedError):
            decided.move(postgres)
    decided.name(decided.people()[0].person, "Zoe")

    with pytest.raises(LibraryError, match="does not equal its source"):
        decided.move(postgres)

    assert decided.people()[0].name == "Zoe"


def stop_here(*_: object) -> None:
    raise StoppedError


def test_pictures_that_were_cut_short_are_written_again(
    decided: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy"

    def stop(progress: Progress) -> None:
        if progress.stage == "rows":
            raise StoppedError

    with pytest.raises(StoppedError):
        decided.move(str(target), progress=stop)
    damaged = next((target / "blobs" / "crops").rglob("*.webp"))
    damaged.write_bytes(b"half")

    decided.move(str(target))

    with Library.open(target) as copy:
        assert all_of(copy) == all_of(decided)


def test_no_vectors_stay_behind_in_an_index_that_is_left(
    indexed: Library,
) -> None:
    settings = LibrarySettings(index=IndexSettings(url="qdrant-edge:"))
    indexed.close()
    with Library.open(indexed.folder, settings=settings) as library:
        assert library.doctor(index=True)[0].ok
        library.move("exact:")
        contract = library._parts.contract
        assert len(library._parts.index(contract)) == 0


def test_a_catalog_of_another_library_is_not_written_over(
    decided: Library, postgres: str, tmp_path: Path
) -> None:
    other = LibrarySettings(catalog=CatalogSettings(url=postgres))
    with Library.open(tmp_path / "other", settings=other) as library:
        library.create_collection("mine")
    with pytest.raises(LibraryError):
        decided.move(postgres)
    with Library.open(tmp_path / "other", settings=other) as library:
        assert [row.collection for row in library.collections()] == ["mine"]


def test_a_bucket_of_another_library_is_not_written_to(
    decided: Library, bucket_url: str, tmp_path: Path, few_photos: Path
) -> None:
    with Library.open(tmp_path / "other") as other:
        other.move(bucket_url)
    decided.close()
    with Library.open(decided.folder) as library:
        with pytest.raises(SettingsError, match="another library"):
            library.move(bucket_url)
        assert library.settings.blobs.url == ""


def test_there_must_be_something_to_move(indexed: Library) -> None:
    with pytest.raises(UsageError, match="nothing to move"):
        indexed.move("sqlite:")
