"""Uploaded photos are added, put where they should be, and forgotten with their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness import Library
from likeness.errors import UploadError, UsageError
from tests.workflows.uploads.sending import begin, picture, send, sha256


@pytest.fixture(scope="module")
def photo(photos: Path) -> bytes:
    """A small photo without a face."""
    return (photos / "scenes" / "017_0.jpg").read_bytes()


def take(library: Library, data: bytes, folder: Path, **more: str) -> None:
    file = folder / "017_0.jpg"
    file.write_bytes(data)
    library.uploads.take(file, "017_0.jpg", **more)
    file.unlink()


def test_a_worker_adds_what_was_sent_and_fills_the_collection(
    library: Library, photo: bytes, tmp_path: Path
) -> None:
    take(library, photo, tmp_path, collection="Trip")

    library.work(once=True)

    (known,) = library.photos(collection="Trip")
    assert known.sha256 == sha256(photo)
    assert Path(known.photo).is_relative_to(library.uploads.folder)


def test_what_is_here_already_need_not_be_sent(
    library: Library, photo: bytes, tmp_path: Path
) -> None:
    take(library, photo, tmp_path)
    library.work(once=True)

    begun = library.uploads.begin("other.jpg", len(photo), sha256=sha256(photo), collection="Trip")

    assert begun.upload is None
    assert begun.photo == sha256(photo)
    assert len(library.photos(collection="Trip")) == 1


def test_a_photo_whose_file_is_gone_is_taken_in_again(
    library: Library, photo: bytes, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.jpg").write_bytes(photo)
    (tmp_path / "own" / "b.jpg").write_bytes(b"no picture, so that the folder is not empty")
    library.add(tmp_path / "own")
    (tmp_path / "own" / "a.jpg").unlink()
    library.add(tmp_path / "own")

    assert library.uploads.begin("a.jpg", len(photo), sha256=sha256(photo)).upload is not None


def test_forgetting_deletes_the_file_and_it_does_not_come_back(
    library: Library, photo: bytes, tmp_path: Path
) -> None:
    take(library, photo, tmp_path)
    library.work(once=True)
    unfinished = begin(library.uploads, photo + b"more", sha256=sha256(photo + b"more"))

    library.forget_photo(sha256(photo))

    assert list(library.uploads.folder.glob("2*/*")) == []
    assert [row.upload for row in library.uploads.unfinished()] == [unfinished]
    with pytest.raises(UploadError, match="forgotten on purpose"):
        library.uploads.begin("017_0.jpg", len(photo), sha256=sha256(photo))
    with pytest.raises(UploadError, match="forgotten on purpose"):
        take(library, photo, tmp_path)


def test_forgetting_gives_up_uploads_of_the_photo(
    library: Library, photo: bytes, tmp_path: Path
) -> None:
    upload = begin(library.uploads, photo, sha256=sha256(photo))
    send(library.uploads, upload, photo[:100])
    (tmp_path / "own.jpg").write_bytes(photo)
    library.add(tmp_path / "own.jpg")

    library.forget_photo(sha256(photo))

    assert library.uploads.unfinished() == []
    assert not library.uploads._place.part(upload).exists()
    assert (tmp_path / "own.jpg").read_bytes() == photo


def test_originals_elsewhere_stay_when_the_uploaded_copy_goes(
    library: Library, photo: bytes, tmp_path: Path
) -> None:
    (tmp_path / "own.jpg").write_bytes(photo)
    take(library, photo, tmp_path)
    library.work(once=True)
    library.add(tmp_path / "own.jpg")

    library.forget_photo(sha256(photo))

    assert (tmp_path / "own.jpg").read_bytes() == photo
    assert list(library.uploads.folder.glob("2*/*")) == []


def test_a_source_around_the_library_keeps_what_was_uploaded(
    library: Library, photo: bytes, tmp_path: Path
) -> None:
    take(library, photo, tmp_path)
    library.work(once=True)

    library.add(tmp_path)
    library.add()

    (known,) = library.photos()
    assert not known.missing
    assert {failure.photo for failure in library.failures()} == set()


def test_all_else_in_the_library_is_no_place_for_photos(library: Library) -> None:
    library.uploads._place.prepare()
    (library.folder / "blobs").mkdir(exist_ok=True)

    for place in (library.folder, library.folder / "blobs", library.uploads.folder / "../blobs"):
        with pytest.raises(UsageError, match="lies in the library itself"):
            library.add(place)


def test_a_link_among_the_uploads_leads_nowhere(library: Library) -> None:
    library.uploads._place.prepare()
    (library.folder / "blobs").mkdir(exist_ok=True)
    (library.uploads.folder / "link").symlink_to(library.folder / "blobs")

    with pytest.raises(UsageError, match="lies in the library itself"):
        library.add(library.uploads.folder / "link")


def test_what_turns_out_to_be_no_picture_waits_for_no_collection(
    library: Library, tmp_path: Path
) -> None:
    take(library, picture(), tmp_path, collection="Trip")

    library.work(once=True)

    assert [failure.reason for failure in library.failures()] == ["damaged"]
    assert [row.collection for row in library._parts.catalog.uploads.all()] == [None]
