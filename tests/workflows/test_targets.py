"""Exports never go where the library or the photos are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness.errors import ExportError
from likeness.types import FailureFacts, IngestBatch
from likeness.workflows.targets import copy_folder, export_file, export_folder, is_within
from tests.workflows.album import Album, open_album


@pytest.fixture
def album(tmp_path: Path) -> Iterator[Album]:
    with open_album(tmp_path) as album:
        yield album


def test_a_folder_beside_library_and_photos_is_fine(album: Album) -> None:
    assert export_folder(album.parts, album.target) == album.target.resolve()


@pytest.mark.parametrize("name", ["pictures", "pictures/new/deep", "library", "library/people"])
def test_a_folder_inside_photos_or_library_is_refused(
    album: Album, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ExportError, match="lies inside the"):
        export_folder(album.parts, tmp_path / name)


def test_a_folder_around_photos_is_refused(album: Album, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=f"lies inside {tmp_path}"):
        export_folder(album.parts, tmp_path)


def test_a_link_into_the_photos_is_seen_through(album: Album, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(album.pictures)
    with pytest.raises(ExportError, match="lies inside the source"):
        export_folder(album.parts, tmp_path / "link" / "people")


def test_a_link_in_a_circle_is_refused(album: Album, tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(ExportError, match=r"cannot be used|Cannot"):
        export_folder(album.parts, tmp_path / "circle" / "people")


def test_a_home_folder_is_found(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(album.target))
    assert export_folder(album.parts, Path("~/out")) == album.target.resolve() / "out"
    with pytest.raises(ExportError, match="cannot be used"):
        export_folder(album.parts, Path("~no-such-user/out"))


def test_the_place_of_single_files_is_no_source_of_its_own(album: Album, tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    album.catalog.add_source("files", str(tmp_path / "mail"))
    target = tmp_path / "mail" / "people"
    assert export_folder(album.parts, target) == target.resolve()


def test_copies_may_go_to_the_photos_but_not_into_the_library(album: Album) -> None:
    assert copy_folder(album.parts, album.pictures / "mine") == album.pictures.resolve() / "mine"
    with pytest.raises(ExportError, match="inside the library"):
        copy_folder(album.parts, album.library / "mine")


def test_a_file_may_be_replaced_except_among_photos(album: Album, tmp_path: Path) -> None:
    endings = (".csv",)
    mine, photo = tmp_path / "faces.csv", album.pictures / "photo.csv"
    mine.touch()
    assert export_file(album.parts, mine, endings) == mine.resolve()
    assert export_file(album.parts, photo, endings) == photo.resolve()
    photo.touch()
    with pytest.raises(ExportError, match="exists and lies inside a source"):
        export_file(album.parts, photo, endings)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ExportError, match="is not a file"):
        export_file(album.parts, tmp_path / "folder.csv", endings)
    with pytest.raises(ExportError, match="inside the library"):
        export_file(album.parts, album.library / "faces.csv", endings)


@pytest.fixture
def mailed(album: Album, tmp_path: Path) -> Path:
    """A photo that was added by itself, from a folder that is no source."""
    (tmp_path / "mail").mkdir()
    photo = tmp_path / "mail" / "photo.jpg"
    photo.write_bytes(b"original")
    source = album.catalog.add_source("files", str(photo.parent)).id
    failed = FailureFacts(path=photo.name, size=8, mtime_ns=0, reason="damaged", detail="?")
    album.catalog.write(IngestBatch(source=source, failures=(failed,)))
    return photo


def test_a_photo_that_was_added_by_itself_is_never_replaced(
    album: Album, mailed: Path, tmp_path: Path
) -> None:
    (tmp_path / "link.jpg").symlink_to(mailed)
    (tmp_path / "other name.jpg").hardlink_to(mailed)
    for name in (mailed, tmp_path / "link.jpg", tmp_path / "other name.jpg"):
        with pytest.raises(ExportError, match="is a photo of this library"):
            export_file(album.parts, name, (".jpg",))
    drawing = mailed.with_name("drawing.jpg")
    drawing.touch()
    assert export_file(album.parts, drawing, (".jpg",)) == drawing


def test_a_photo_is_not_replaced_because_its_source_was_removed(album: Album) -> None:
    album.add("photo.jpg")
    album.catalog.remove_source(album.source)
    with pytest.raises(ExportError, match="is a photo of this library"):
        export_file(album.parts, album.pictures / "photo.jpg", (".jpg",))


def test_a_folder_around_a_photo_that_was_added_by_itself_is_refused(
    album: Album, mailed: Path
) -> None:
    with pytest.raises(ExportError, match="photo"):
        export_folder(album.parts, mailed.parent)


def test_a_source_that_became_a_link_in_a_circle_is_compared_by_name(
    album: Album, tmp_path: Path
) -> None:
    album.pictures.rename(tmp_path / "moved")
    album.pictures.symlink_to(album.pictures.name)
    assert export_folder(album.parts, album.target) == album.target.resolve()


def test_one_folder_under_two_names_is_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a file system that ignores case, or with a bind mount."""
    (tmp_path / "Photos").mkdir()
    (tmp_path / "PHOTOS").mkdir()
    assert not is_within(tmp_path / "PHOTOS" / "x", tmp_path / "Photos")
    monkeypatch.setattr(
        Path, "samefile", lambda self, other: str(self).lower() == str(other).lower()
    )
    assert is_within(tmp_path / "PHOTOS" / "x", tmp_path / "Photos")


def test_an_unmounted_source_is_compared_by_name(tmp_path: Path) -> None:
    assert is_within(tmp_path / "away" / "people", tmp_path / "away")
    assert not is_within(tmp_path / "away too", tmp_path / "away")
