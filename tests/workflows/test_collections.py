"""Collections are named sets of photos, filled by path, folder or id."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness import Library
from likeness.errors import UnknownCollectionError, UnknownPhotoError, UsageError
from likeness.types import Collection


def test_a_collection_is_made_filled_emptied_and_deleted(
    indexed: Library, few_photos: Path
) -> None:
    made = indexed.create_collection("Best", [few_photos / "t1.jpg"])
    more = indexed.add_to_collection("Best", [few_photos / "day 2"])
    fewer = indexed.remove_from_collection("Best", [few_photos / "t1.jpg"])

    assert [made.photos, more.photos, fewer.photos] == [1, 4, 3]
    assert {Path(row.photo).parent.name for row in indexed.photos(collection="Best")} == {"day 2"}
    indexed.delete_collection("Best")
    assert indexed.collections() == []
    assert len(indexed.photos()) == 6


def test_spaces_around_a_name_do_not_count(indexed: Library) -> None:
    photos = [photo.sha256 for photo in indexed.photos()]

    assert indexed.create_collection("Lang ", photos[:1]).collection == "Lang"
    assert indexed.add_to_collection(" Lang", photos[1:2]).photos == 2
    assert indexed.remove_from_collection("Lang ", photos[:1]).photos == 1


def test_a_photo_can_be_named_by_its_id(indexed: Library) -> None:
    photo = indexed.photos()[0].sha256

    assert indexed.create_collection("One", [photo]) == Collection(collection="One", photos=1)


def test_a_folder_above_the_source_stands_for_all_its_photos(
    indexed: Library, few_photos: Path
) -> None:
    assert indexed.create_collection("All", [few_photos.parent]).photos == 6


def test_an_unknown_photo_leaves_the_collection_as_it_was(
    indexed: Library, few_photos: Path
) -> None:
    indexed.create_collection("Best", [few_photos / "t1.jpg"])

    with pytest.raises(UnknownPhotoError):
        indexed.add_to_collection("Best", [few_photos / "day 2", "nowhere.jpg"])
    assert indexed.collections()[0].photos == 1


def test_a_folder_without_known_photos_says_to_add_it(indexed: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="add"):
        indexed.create_collection("None", [tmp_path])


def test_an_unknown_collection_is_said_to_be_unknown(indexed: Library) -> None:
    with pytest.raises(UnknownCollectionError):
        indexed.photos(collection="Nope")
    with pytest.raises(UnknownCollectionError):
        indexed.delete_collection("Nope")
