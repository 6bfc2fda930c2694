"""A library comes from a backup whole, or not at all, whoever made the file."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from likeness import Library
from likeness.errors import (
    BackupError,
    LibraryError,
    LibraryVersionError,
    LikenessError,
    StoreUnavailableError,
)
from likeness.workflows.backup import archive, members, restore, uploaded
from tests.stores.disk import small_disk

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def plain(indexed_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the six photos, without pictures: small."""
    folder = tmp_path_factory.mktemp("plain")
    shutil.copytree(indexed_folder, folder / "library")
    with Library.open(folder / "library") as library:
        library.backup(folder / "a.likeness", pictures=False)
    return folder / "a.likeness"


def content(file: Path) -> Members:
    """What is in a backup, but for its list."""
    with file.open("rb") as opened:
        found = {name: b"".join(pieces) for name, _, pieces in archive.read(opened)}
    del found[members.FILES]
    return found


def forged(tmp_path: Path, *named: tuple[str, bytes]) -> Path:
    """Return a backup that holds these members, with a list that is right about them."""
    import hashlib

    lines = b"".join(
        members.line(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in named
    )
    file = tmp_path / "forged.likeness"
    with file.open("wb") as opened:
        writer = archive.Writer(opened)
        for name, data in (*named, (members.FILES, lines)):
            writer.add(name, len(data), [data])
        writer.finish()
    return file


def refused(file: Path, tmp_path: Path, kind: type[LikenessError] = BackupError) -> str:
    """See that neither verifying nor restoring goes well, and that nothing is left."""
    before = sorted(tmp_path.iterdir())
    with pytest.raises(kind):
        Library.verify_backup(file)
    with pytest.raises(kind) as caught:
        Library.restore(file, tmp_path / "new")
    assert sorted(tmp_path.iterdir()) == before
    return str(caught.value)


def changed(catalog: bytes, tmp_path: Path, *statements: str) -> bytes:
    """Return a catalog in which somebody did something."""
    file = tmp_path / "catalog.db"
    file.write_bytes(catalog)
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    data = file.read_bytes()
    file.unlink()
    return data


def test_the_same_members_are_taken(plain: Path, tmp_path: Path) -> None:
    file = forged(tmp_path, *content(plain).items())
    assert file.read_bytes() == plain.read_bytes()
    assert Library.verify_backup(file).photos == 6
    assert Library.restore(file, tmp_path / "new").photos == 6


# ---------------------------------------------------------------- where to


def test_a_folder_that_holds_something_is_refused(plain: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    Library.restore(plain, folder)
    with pytest.raises(LibraryError, match="holds a library already"):
        Library.restore(plain, folder)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(LibraryError, match="is not empty"):
        Library.restore(plain, tmp_path / "other")
    with pytest.raises(LibraryError, match="cannot be used"):
        Library.restore(plain, tmp_path / "other" / "letter.txt")


def test_a_disk_of_its_own_is_filled_from_inside(plain: Path) -> None:
    with small_disk("8m") as disk:
        Library.restore(plain, disk)
        assert sorted(path.name for path in disk.iterdir()) == ["catalog.db"]
        with Library.open(disk) as library:
            assert len(library.photos()) == 6


def test_a_full_disk_leaves_nothing(plain: Path) -> None:
    with small_disk("200k") as disk:
        for folder in (disk, disk / "below"):
            with pytest.raises(StoreUnavailableError, match="No space left"):
                Library.restore(plain, folder)
            assert list(disk.iterdir()) == []


def test_folders_are_made_for_the_owner_alone(plain: Path, tmp_path: Path) -> None:
    Library.restore(plain, tmp_path / "a" / "new")
    assert (tmp_path / "a" / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a" / "new" / "catalog.db").stat().st_mode & 0o777 == 0o600


def test_what_is_not_there_is_said(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = content(plain)
    found["catalog.db"] = changed(
        found["catalog.db"], tmp_path, "UPDATE source SET uri = '/nowhere/x'"
    )
    monkeypatch.setenv("LIKENESS_CATALOG__URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    report = Library.restore(forged(tmp_path, *found.items()), tmp_path / "new")
    assert report.unmounted == ("/nowhere/x",)
    assert report.elsewhere == ("catalog.url",)


# ---------------------------------------------------------------- damage


def test_flipped_bytes_are_refused_wherever_they_are(plain: Path, tmp_path: Path) -> None:
    data = plain.read_bytes()
    chance = random.Random(1)
    places = {chance.randrange(len(data)) for _ in range(60)} | set(range(0, 1024, 17))
    places |= set(range(len(data) - 1600, len(data), 23))
    file = tmp_path / "flipped.likeness"
    for place in sorted(places):
        wrong = bytearray(data)
        wrong[place] ^= 1 << chance.randrange(8)
        file.write_bytes(wrong)
        with pytest.raises((BackupError, LibraryVersionError)):
            Library.verify_backup(file)


def test_truncations_are_refused(plain: Path, tmp_path: Path) -> None:
    data = plain.read_bytes()
    for length in (0, 1, 511, 512, 2000, len(data) // 2, len(data) - 1024, len(data) - 1):
        (tmp_path / "cut.likeness").write_bytes(data[:length])
        refused(tmp_path / "cut.likeness", tmp_path)


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "text").write_text("Dear Anna, " * 1000, encoding="utf-8")
    for name in ("pipe", "text", "none", "."):
        refused(tmp_path / name, tmp_path)


# ---------------------------------------------------------------- enemies


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/evil",
        "thumbs/../../evil",
        "blobs",
        "writer.lock",
        "index/x.npy",
        "zz/aa/b.webp",
    ],
)
def test_names_that_no_backup_holds_are_refused(plain: Path, tmp_path: Path, name: str) -> None:
    file = forged(tmp_path, *content(plain).items(), (name, b"x"))
    assert "which no backup" in refused(file, tmp_path)


def test_members_come_once_and_in_order(plain: Path, tmp_path: Path) -> None:
    manifest, catalog = content(plain).items()
    picture = (f"thumbs/ab/{'ab' * 32}.webp", b"x")
    for order in (
        (manifest, catalog, picture, picture),
        (manifest, catalog, catalog),
        (manifest, picture, catalog),
        (catalog, manifest),
        (manifest,),
        (manifest, catalog, picture, (f"crops/ab/f{'ab' * 8}.webp", b"x")),
    ):
        refused(forged(tmp_path, *order), tmp_path)


def test_a_list_that_is_wrong_is_refused(plain: Path, tmp_path: Path) -> None:
    found = content(plain)
    file = tmp_path / "a.likeness"
    for lines in (b"", b"x" * 10, b"0" * 64 + b" 1 catalog.db\n"):
        with file.open("wb") as opened:
            writer = archive.Writer(opened)
            for name, data in (*found.items(), (members.FILES, lines)):
                writer.add(name, len(data), [data])
            writer.finish()
        assert "not those that were written" in refused(file, tmp_path)


def test_a_backup_without_a_list_is_refused(plain: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.likeness"
    with file.open("wb") as opened:
        writer = archive.Writer(opened)
        for name, data in content(plain).items():
            writer.add(name, len(data), [data])
        writer.finish()
    assert "not all is there" in refused(file, tmp_path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER UPDATE ON person BEGIN DELETE FROM face; END",
        "CREATE VIEW v AS SELECT * FROM photo",
        "CREATE VIRTUAL TABLE v USING fts5(x)",
    ],
)
def test_a_catalog_that_does_things_by_itself_is_refused(
    plain: Path, tmp_path: Path, statement: str
) -> None:
    found = content(plain)
    found["catalog.db"] = changed(found["catalog.db"], tmp_path, statement)
    assert "Somebody changed it" in refused(
        forged(tmp_path, *found.items()), tmp_path, LibraryError
    )


def test_a_planted_login_is_gone(plain: Path, tmp_path: Path) -> None:
    found = content(plain)
    found["catalog.db"] = changed(
        found["catalog.db"],
        tmp_path,
        "INSERT INTO session VALUES ('x', NULL, '2026-01-01', '2026-01-01', '2099-01-01')",
    )
    Library.restore(forged(tmp_path, *found.items()), tmp_path / "new")
    with (
        Library.open(tmp_path / "new") as library,
        library._parts.catalog.database.reading() as connection,
    ):
        assert connection.exec_driver_sql("SELECT count(*) FROM session").scalar_one() == 0


def test_a_catalog_that_is_not_the_one_described_is_refused(plain: Path, tmp_path: Path) -> None:
    for change in ({"photos": 5}, {"library": "ab" * 16}):
        found = content(plain)
        said = json.loads(found["manifest.json"]) | change
        found["manifest.json"] = json.dumps(said).encode()
        assert "was changed" in refused(forged(tmp_path, *found.items()), tmp_path)


def test_what_is_no_catalog_is_refused(plain: Path, tmp_path: Path) -> None:
    found = content(plain)
    for data in (b"", b"x" * 10_000, found["catalog.db"][:20_000]):
        refused(forged(tmp_path, *(found | {"catalog.db": data}).items()), tmp_path, LibraryError)


def test_values_that_nobody_writes_are_refused(plain: Path, tmp_path: Path) -> None:
    found = content(plain)
    found["catalog.db"] = changed(
        found["catalog.db"], tmp_path, "UPDATE source SET uri = CAST('/x' AS BLOB)"
    )
    assert "makes no sense" in refused(forged(tmp_path, *found.items()), tmp_path)


def test_a_newer_catalog_is_left_alone(plain: Path, tmp_path: Path) -> None:
    found = content(plain)
    found["catalog.db"] = changed(
        found["catalog.db"], tmp_path, "UPDATE alembic_version SET version_num = '9999'"
    )
    said = refused(forged(tmp_path, *found.items()), tmp_path, LibraryVersionError)
    assert "newer Likeness" in said


def test_settings_cannot_lead_elsewhere(plain: Path, tmp_path: Path) -> None:
    manifest, catalog = content(plain).items()
    config = b'[catalog]\nurl = "postgresql://evil/x"\n[serve]\nuploads = "/etc"\nport = 1234\n'
    Library.restore(forged(tmp_path, manifest, catalog, ("config.toml", config)), tmp_path / "new")
    with Library.open(tmp_path / "new") as library:
        settings = library.settings
    assert (settings.catalog.url, settings.serve.uploads, settings.serve.port) == ("", "", 1234)


Named = Callable[[list[tuple[str, ...]]], bytes]


@pytest.mark.parametrize(
    "names",
    [
        [("..", "..", "evil")],
        [("a",), ("a",)],
        [("a",), ("a", "b")],
        [("a",)],
        [],
    ],
)
def test_uploads_with_names_that_mislead_are_refused(
    plain: Path, tmp_path: Path, names: list[tuple[str, ...]]
) -> None:
    found = content(plain)
    said = json.loads(found["manifest.json"]) | {"uploads": 2}
    listed = b"".join(json.dumps(parts).encode() + b"\n" for parts in names)
    file = forged(
        tmp_path,
        ("manifest.json", json.dumps(said).encode()),
        ("catalog.db", found["catalog.db"]),
        ("uploads.jsonl", listed),
        ("uploads/000000000", b"one"),
        ("uploads/000000001", b"two"),
    )
    with pytest.raises((BackupError, StoreUnavailableError)):
        Library.restore(file, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_an_upload_that_vanished_leaves_the_others_their_names(plain: Path, tmp_path: Path) -> None:
    found = content(plain)
    said = json.loads(found["manifest.json"]) | {"uploads": 2}
    file = forged(
        tmp_path,
        ("manifest.json", json.dumps(said).encode()),
        ("catalog.db", found["catalog.db"]),
        ("uploads.jsonl", uploaded.line(("gone.jpg",)) + uploaded.line(("b", "there.jpg"))),
        ("uploads/000000001", b"two"),
    )
    assert Library.restore(file, tmp_path / "new").uploads == 1
    folder = tmp_path / "new" / "uploads"
    assert [path.read_bytes() for path in folder.rglob("*.jpg")] == [b"two"]


def test_how_old_a_backup_is_is_told_in_days() -> None:
    assert restore._days_since("2020-01-01T00:00:00+00:00") > 2000
    assert restore._days_since("2999-01-01T00:00:00+00:00") == 0
