"""Zip files that go out while they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import pytest
from sqlalchemy.pool import QueuePool

from likeness import Library
from likeness.catalog.sql import SqlCatalog
from likeness.errors import ExportError, UnknownPhotoError
from likeness.workflows.originals import CHUNK


def archive(library: Library, photos: Sequence[str]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(library.zipped(photos))))


def test_it_holds_the_photos_as_they_are(indexed: Library) -> None:
    photos = indexed.photos()
    packed = archive(indexed, [photo.sha256 for photo in photos])

    assert packed.testzip() is None
    assert packed.namelist() == [Path(photo.photo).name for photo in photos]
    for photo, entry in zip(photos, packed.infolist(), strict=True):
        assert packed.read(entry) == Path(photo.photo).read_bytes()
        assert entry.compress_type == zipfile.ZIP_STORED


def test_each_photo_comes_once(indexed: Library) -> None:
    photo = indexed.photos()[0].sha256

    assert len(archive(indexed, [photo, photo]).namelist()) == 1


def test_photos_of_one_name_are_told_apart(
    empty: Library, few_photos: Path, tmp_path: Path
) -> None:
    sources = sorted(few_photos.rglob("*.jpg"))[:2]
    for number, source in enumerate(sources):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "MISSING.txt").write_bytes(source.read_bytes())
    empty.add(tmp_path / "0", tmp_path / "1", group=False)
    names = archive(empty, [photo.sha256 for photo in empty.photos()]).namelist()

    assert len(set(names)) == 2
    assert "MISSING.txt" not in names


def test_what_cannot_be_read_is_named(pictures: Path, empty: Library) -> None:
    empty.add(pictures / "t1.jpg", pictures / "008_B.jpg", group=False)
    photos = [photo.sha256 for photo in empty.photos()]
    (pictures / "t1.jpg").unlink()
    packed = archive(empty, photos)

    assert packed.namelist() == ["008_B.jpg", "MISSING.txt"]
    assert packed.read("MISSING.txt") == b"t1.jpg\r\n"


def test_an_unknown_photo_is_told_at_once(indexed: Library) -> None:
    with pytest.raises(UnknownPhotoError, match="1 of 1"):
        indexed.zipped(["0" * 64])


def test_no_piece_is_much_larger_than_what_is_read(indexed: Library) -> None:
    pieces = list(indexed.zipped([photo.sha256 for photo in indexed.photos()]))

    assert max(map(len, pieces)) < CHUNK + 2**16


def test_a_file_that_changes_meanwhile_ends_it(
    pictures: Path, empty: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.add(pictures / "t1.jpg", group=False)
    (photo,) = empty.photos()
    monkeypatch.setattr("likeness.workflows.originals.check_content", lambda *_: None)
    data = bytearray((pictures / "t1.jpg").read_bytes())
    data[-10] ^= 1
    (pictures / "t1.jpg").write_bytes(data)

    with pytest.raises(ExportError, match="changed while"):
        list(empty.zipped([photo.sha256]))


def test_who_stops_taking_pieces_leaves_nothing_open(indexed: Library) -> None:
    pieces = indexed.zipped([photo.sha256 for photo in indexed.photos()])
    next(pieces)
    pieces.close()

    with pytest.raises(StopIteration):
        next(pieces)


@pytest.mark.parametrize(
    "begun",
    [
        lambda library: library.people_zipped(),
        lambda library: library.zipped([photo.sha256 for photo in library.photos()]),
    ],
)
def test_no_transaction_is_open_while_somebody_reads(
    indexed: Library, begun: Callable[[Library], Generator[bytes]]
) -> None:
    catalog = indexed._parts.catalog
    assert isinstance(catalog, SqlCatalog)
    connections = catalog.database.engine.pool
    assert isinstance(connections, QueuePool)
    pieces = begun(indexed)
    read = 0
    for _ in pieces:
        assert connections.checkedout() == 0
        read += 1

    assert read > 2


def test_a_slow_reader_keeps_nobody_from_forgetting(indexed: Library) -> None:
    pieces = indexed.people_zipped()
    first = next(pieces)
    for photo in indexed.photos():
        indexed.forget_photo(photo.sha256)
    rest = b"".join(pieces)

    assert zipfile.ZipFile(io.BytesIO(first + rest)).testzip() is None
