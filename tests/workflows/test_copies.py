"""Copies of chosen photos: nothing replaced, nothing twice, nothing that is not the photo."""

import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from likeness.errors import ExportError, UnknownPhotoError
from likeness.types import ExportReport
from likeness.workflows import copies
from likeness.workflows.copies import copy_photos, zip_photos
from tests.workflows.album import Album, open_album, tree

ONE_ENTRY_DATE = (2001, 9, 9)


@pytest.fixture
def album(tmp_path: Path) -> Iterator[Album]:
    """Three photos, two of one name."""
    with open_album(tmp_path) as album:
        album.add("a/x.jpg", content=b"first")
        album.add("b/X.jpg", content=b"second")
        album.add("y.jpg")
        yield album


def paths(album: Album, *names: str) -> list[str]:
    return [str(album.pictures / name) for name in names]


def copied(album: Album, *names: str) -> ExportReport:
    return copy_photos(album.parts, paths(album, *names), album.target)


# ---------------------------------------------------------------- to a folder


def test_photos_are_copied_with_their_time(album: Album) -> None:
    report = copied(album, "a/x.jpg", "y.jpg")
    assert tree(album.target) == {"x.jpg": b"first", "y.jpg": b"y.jpg"}
    copy, original = album.target / "y.jpg", album.pictures / "y.jpg"
    assert copy.stat().st_mtime_ns == original.stat().st_mtime_ns
    assert report == ExportReport(people=0, photos=2, bytes=10, files=2, written=2)


def test_a_photo_may_be_named_by_its_id_and_is_copied_once(album: Album) -> None:
    photo = album.catalog.find_photo(paths(album, "y.jpg")[0])
    report = copy_photos(album.parts, [photo, *paths(album, "y.jpg")], album.target)
    assert report.photos == 1
    assert set(tree(album.target)) == {"y.jpg"}


def test_photos_of_one_name_stand_side_by_side(album: Album) -> None:
    copied(album, "a/x.jpg", "b/X.jpg")
    assert sorted(tree(album.target).values()) == [b"first", b"second"]


def test_what_is_there_already_is_not_copied_again(album: Album) -> None:
    copied(album, "a/x.jpg", "b/X.jpg", "y.jpg")
    before = {path.name: path.stat().st_ctime_ns for path in album.target.iterdir()}
    report = copied(album, "a/x.jpg", "b/X.jpg", "y.jpg")
    assert {path.name: path.stat().st_ctime_ns for path in album.target.iterdir()} == before
    assert (report.photos, report.written) == (3, 0)


@pytest.mark.parametrize("other", [b"other", b"of another size"])
def test_a_file_of_that_name_is_never_replaced(album: Album, other: bytes) -> None:
    album.target.mkdir()
    (album.target / "y.jpg").write_bytes(other)
    photo = album.catalog.find_photo(paths(album, "y.jpg")[0])
    copied(album, "y.jpg")
    assert tree(album.target) == {"y.jpg": other, f"y ({photo[:8]}).jpg": b"y.jpg"}


def test_a_link_to_nothing_is_not_written_through(album: Album, tmp_path: Path) -> None:
    album.target.mkdir()
    (album.target / "y.jpg").symlink_to(tmp_path / "elsewhere.jpg")
    copied(album, "y.jpg")
    assert (album.target / "y.jpg").is_symlink()
    assert not (tmp_path / "elsewhere.jpg").exists()


def test_photos_that_are_gone_are_left_out_and_counted(album: Album) -> None:
    album.lose("a/x.jpg")
    (album.pictures / "y.jpg").write_bytes(b"other")
    gone = album.catalog.find_photo(paths(album, "a/x.jpg")[0])
    report = copy_photos(album.parts, [gone, *paths(album, "b/X.jpg", "y.jpg")], album.target)
    assert (report.photos, report.missing) == (1, 2)
    assert tree(album.target) == {"X.jpg": b"second"}


def test_copies_may_go_where_photos_are(album: Album) -> None:
    copy_photos(album.parts, paths(album, "y.jpg"), album.pictures / "mine")
    assert (album.pictures / "mine" / "y.jpg").read_bytes() == b"y.jpg"


def test_an_unknown_photo_is_an_error(album: Album) -> None:
    with pytest.raises(UnknownPhotoError):
        copied(album, "z.jpg")


# ---------------------------------------------------------------- to a zip file


def test_a_zip_file_holds_the_photos_under_safe_names(album: Album, tmp_path: Path) -> None:
    os.utime(album.pictures / "y.jpg", (10**9, 10**9))
    target = tmp_path / "me.zip"
    report = zip_photos(album.parts, paths(album, "a/x.jpg", "b/X.jpg", "y.jpg"), target)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert sorted(archive.read(name) for name in archive.namelist()) == [
            b"first",
            b"second",
            b"y.jpg",
        ]
        assert archive.getinfo("y.jpg").date_time[:3] == ONE_ENTRY_DATE
        assert len({name.casefold() for name in archive.namelist()}) == 3
    assert report == ExportReport(people=0, photos=3, bytes=16, files=3, written=3)


@pytest.mark.parametrize(
    ("year", "shown"), [(1960, (1980, 1, 1)), (2300, (2107, 12, 31))], ids=["early", "late"]
)
def test_times_that_zip_cannot_hold_are_moved_to_its_ends(
    album: Album, tmp_path: Path, year: int, shown: tuple[int, int, int]
) -> None:
    moment = time.mktime((year, 6, 1, 0, 0, 0, 0, 0, -1))
    os.utime(album.pictures / "y.jpg", (moment, moment))
    zip_photos(album.parts, paths(album, "y.jpg"), tmp_path / "me.zip")
    with zipfile.ZipFile(tmp_path / "me.zip") as archive:
        assert archive.getinfo("y.jpg").date_time[:3] == shown


def test_what_is_not_the_photo_any_more_is_not_packed(album: Album, tmp_path: Path) -> None:
    (album.pictures / "a" / "x.jpg").write_bytes(b"FIRST")
    report = zip_photos(album.parts, paths(album, "a/x.jpg", "y.jpg"), tmp_path / "me.zip")
    with zipfile.ZipFile(tmp_path / "me.zip") as archive:
        assert archive.namelist() == ["y.jpg"]
    assert (report.photos, report.missing) == (1, 1)


def test_a_zip_file_that_exists_is_not_replaced(album: Album, tmp_path: Path) -> None:
    (tmp_path / "me.zip").write_bytes(b"precious")
    with pytest.raises(ExportError, match=r"exists\. Choose another name"):
        zip_photos(album.parts, paths(album, "y.jpg"), tmp_path / "me.zip")
    assert (tmp_path / "me.zip").read_bytes() == b"precious"


def test_a_zip_file_that_cannot_be_written_leaves_nothing(album: Album, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="Cannot write"):
        zip_photos(album.parts, paths(album, "y.jpg"), tmp_path / "file" / "me.zip")
    with pytest.raises(UnknownPhotoError):
        zip_photos(album.parts, paths(album, "z.jpg"), tmp_path / "me.zip")
    assert not (tmp_path / "me.zip").exists()


def test_a_photo_that_changes_while_it_is_packed_leaves_no_zip(
    album: Album, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(photo: object, file: object) -> None:
        (album.pictures / "y.jpg").write_bytes(b"Y.JPG")

    monkeypatch.setattr(copies, "check_content", change)
    with pytest.raises(ExportError, match="changed while it was packed"):
        zip_photos(album.parts, paths(album, "y.jpg"), tmp_path / "out.zip")
    assert not list(tmp_path.glob("*.zip"))
