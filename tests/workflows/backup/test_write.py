"""A backup holds one state of the library, all of it, and was read back."""

from __future__ import annotations

import os
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from likeness import Library
from likeness.errors import (
    BackupError,
    ExportError,
    LibraryBusyError,
    LikenessError,
    PassphraseError,
)
from likeness.settings import LibrarySettings, ServeSettings
from likeness.types import Progress
from likeness.workflows.backup import passing, write
from tests.stores.disk import small_disk
from tests.stores.postgres import fresh_schema

WORDS = "correct horse"


def all_of(library: Library) -> dict[str, Any]:
    """Everything that a user sees of a library."""
    return {
        "photos": library.photos(),
        "faces": library.faces(everything=True),
        "people": library.people(hidden=True),
        "history": library.history(),
        "collections": library.collections(),
        "failures": library.failures(),
        "averages": library.averages(),
        "pictures": {key: library._parts.blobs.get(key) for key in library._parts.blobs.keys("")},
    }


@pytest.fixture
def decided(indexed: Library) -> Library:
    """A library in which somebody decided a few things."""
    person = indexed.people()[0].person
    indexed.name(person, "Zoë \N{SMILING FACE WITH OPEN MOUTH}")
    indexed.create_collection("Trip", [indexed.photos()[0].sha256])
    indexed.reject(indexed.faces(person=person)[0].face)
    return indexed


def members_of(file: Path) -> list[str]:
    with tarfile.open(file) as opened:
        return opened.getnames()


@contextmanager
def writing_all_the_time(library: Library) -> Iterator[None]:
    """Decide one thing after the other, in another thread, as long as the block lasts."""
    stop, begun, wrong = threading.Event(), threading.Event(), []

    def write_on() -> None:
        number = 0
        try:
            while not stop.is_set():
                number += 1
                library.create_collection(f"c{number}", [library.photos()[0].sha256])
                person = library.people()[0].person
                library.name(person, f"Zoe {number}")
                begun.set()
        except LikenessError as exc:
            wrong.append(exc)
            begun.set()

    thread = threading.Thread(target=write_on)
    thread.start()
    try:
        assert begun.wait(30)
        yield
    finally:
        stop.set()
        thread.join()
    assert wrong == []


def test_everything_comes_back(decided: Library, few_photos: Path, tmp_path: Path) -> None:
    sample = few_photos / "008_B.jpg"
    decided.keep_average(decided.average(side=256), "Everybody")
    before = all_of(decided)
    assert before["averages"]
    assert any(key.startswith("averages/") for key in before["pictures"])

    written = decided.backup(tmp_path / "faces.likeness")
    restored = Library.restore(tmp_path / "faces.likeness", tmp_path / "new")

    assert (written.photos, written.faces) == (6, len(before["faces"]))
    assert written.pictures == restored.pictures == len(before["pictures"])
    assert (written.originals_elsewhere, written.uploads, written.sealed) == (6, 0, False)
    assert (restored.photos, restored.unmounted, restored.age_days) == (6, (), 0)
    with Library.open(tmp_path / "new") as library:
        assert all_of(library) == before
        assert all(check.ok for check in library.doctor())
        assert library.find(sample) == decided.find(sample)
        library.undo()
        assert library.history()[0].kind == "undo"


def test_a_sealed_one_comes_back_with_its_passphrase_only(decided: Library, tmp_path: Path) -> None:
    file, before = tmp_path / "faces.likeness", all_of(decided)
    assert decided.backup(file, passphrase=WORDS).sealed
    assert "Zoë".encode() not in file.read_bytes()

    for words in (None, "wrong horse"):
        with pytest.raises(PassphraseError):
            Library.restore(file, tmp_path / "new", passphrase=words)
        with pytest.raises(PassphraseError):
            Library.verify_backup(file, passphrase=words)
    assert not (tmp_path / "new").exists()

    assert Library.verify_backup(file, passphrase=WORDS).people == len(before["people"])
    Library.restore(file, tmp_path / "new", passphrase=WORDS)
    with Library.open(tmp_path / "new") as library:
        assert all_of(library) == before


def test_it_is_one_state_while_somebody_writes_all_the_time(
    decided: Library, tmp_path: Path
) -> None:
    with Library.open(decided.folder) as other, writing_all_the_time(other):
        for number in range(4):
            decided.backup(tmp_path / f"{number}.likeness")
    seen = []
    for number in range(4):
        Library.restore(tmp_path / f"{number}.likeness", tmp_path / str(number))
        with Library.open(tmp_path / str(number)) as library:
            assert library._parts.catalog.check() == []
            made = len(library.collections()) - 2  # without Trip and the one of the folder
            named = sum(edit.kind == "name" for edit in library.history()) - 1
            assert named <= made + 1
            assert made <= named + 2
            seen.append(made)
    assert seen == sorted(seen)


def test_nobody_has_to_wait_for_it(decided: Library, tmp_path: Path) -> None:
    with Library.open(decided.folder) as other, other._parts.catalog.writing("add"):
        done = threading.Thread(target=decided.backup, args=(tmp_path / "a.likeness",))
        done.start()
        done.join(60)
        assert (tmp_path / "a.likeness").exists()


def test_only_its_owner_may_read_it(decided: Library, tmp_path: Path) -> None:
    decided.backup(tmp_path / "a.likeness")
    assert (tmp_path / "a.likeness").stat().st_mode & 0o777 == 0o600


def test_pictures_may_be_left_out(decided: Library, tmp_path: Path) -> None:
    report = decided.backup(tmp_path / "a.likeness", pictures=False)
    assert report.pictures == 0
    assert members_of(tmp_path / "a.likeness") == ["manifest.json", "catalog.db", "files.txt"]
    Library.restore(tmp_path / "a.likeness", tmp_path / "new")
    with Library.open(tmp_path / "new") as library:
        library.doctor()
        assert all_of(library)["pictures"] == all_of(decided)["pictures"]


def test_what_belongs_to_nothing_is_not_in_it(decided: Library, tmp_path: Path) -> None:
    blobs = decided.folder / "blobs"
    for name in ("thumbs/ab/" + "ab" * 32 + ".webp", "previews/ab/x.webp"):
        (blobs / name).parent.mkdir(parents=True, exist_ok=True)
        (blobs / name).write_bytes(b"x")
    report = decided.backup(tmp_path / "a.likeness")
    assert not [name for name in members_of(tmp_path / "a.likeness") if "abab" in name]
    assert not [name for name in members_of(tmp_path / "a.likeness") if "previews" in name]
    assert report.pictures == len(members_of(tmp_path / "a.likeness")) - 3


def test_settings_go_along_without_secrets(decided: Library, tmp_path: Path) -> None:
    (decided.folder / "config.toml").write_text(
        '[detect]\nmin_score = 0.5\n[s3]\nsecret_key = "m4squ3r"\n', encoding="utf-8"
    )
    decided.backup(tmp_path / "a.likeness")
    Library.restore(tmp_path / "a.likeness", tmp_path / "new")
    assert b"m4squ3r" not in (tmp_path / "a.likeness").read_bytes()
    with Library.open(tmp_path / "new") as library:
        assert library.settings.detect.min_score == 0.5


@pytest.mark.parametrize("inside", [True, False])
def test_uploaded_photos_are_in_it_and_found_where_they_lie_then(
    few_photos: Path, tmp_path: Path, inside: bool
) -> None:
    odd = os.fsdecode(b"\xff \n.jpg")
    uploads = tmp_path / "library" / "uploads" if inside else tmp_path / "elsewhere"
    chosen = LibrarySettings(serve=ServeSettings(uploads="" if inside else str(uploads)))
    with Library.open(tmp_path / "library", settings=chosen) as library:
        (uploads / "2026").mkdir(parents=True)
        shutil.copy(few_photos / "008_B.jpg", uploads / "2026" / odd)
        library._parts.catalog.add_source("folder", str(uploads))
        library.add()
        library.add(few_photos / "day 2")
        before = library.photos()
        report = library.backup(tmp_path / "a.likeness")
    assert (report.uploads, report.originals_elsewhere) == (1, 3)

    Library.restore(tmp_path / "a.likeness", tmp_path / "new")
    shutil.rmtree(uploads)
    with Library.open(tmp_path / "new") as library:
        paths = {photo.sha256: photo.photo for photo in library.photos()}
        assert set(paths) == {photo.sha256 for photo in before}
        moved = tmp_path / "new" / "uploads" / "2026" / odd
        assert str(moved) in paths.values()
        assert moved.read_bytes() == (few_photos / "008_B.jpg").read_bytes()
        assert library.add().moved == 0


def test_who_is_logged_in_and_what_is_under_way_is_not_in_it(
    decided: Library, tmp_path: Path
) -> None:
    rows = "SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM account)"
    with decided._parts.catalog.database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO account VALUES ('a1','Anna','anna','hash','owner',0,'2026-01-01',NULL)"
        )
        connection.exec_driver_sql(
            "INSERT INTO session VALUES ('tokentoken','a1','2026-01-01','2026-01-01','2027-01-01')"
        )
    assert decided.backup(tmp_path / "a.likeness").accounts == 1
    assert b"tokentoken" not in (tmp_path / "a.likeness").read_bytes()
    Library.restore(tmp_path / "a.likeness", tmp_path / "new")
    with (
        Library.open(tmp_path / "new") as library,
        library._parts.catalog.database.reading() as connection,
    ):
        assert tuple(connection.exec_driver_sql(rows).one()) == (0, 1)


def test_progress_is_told(decided: Library, tmp_path: Path) -> None:
    told: list[Progress] = []
    decided.backup(tmp_path / "a.likeness", progress=told.append)
    assert {progress.stage for progress in told} == {"backup", "verify"}


# ---------------------------------------------------------------- where to


def test_nothing_is_replaced_unless_it_is_a_backup(decided: Library, tmp_path: Path) -> None:
    file, photo = tmp_path / "a.likeness", tmp_path / "photo.jpg"
    photo.write_bytes(b"x" * 1000)
    decided.backup(file)
    first = file.read_bytes()
    with pytest.raises(ExportError, match="exists already"):
        decided.backup(file)
    assert file.read_bytes() == first
    decided.backup(file, replace=True, passphrase=WORDS)
    decided.backup(file, replace=True)
    with pytest.raises(ExportError, match="no backup, so it is not replaced"):
        decided.backup(photo, replace=True)
    assert photo.read_bytes() == b"x" * 1000


def test_a_backup_lies_outside_of_the_library(decided: Library, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="inside the library"):
        decided.backup(decided.folder / "a.likeness")
    with pytest.raises(ExportError, match="no folder"):
        decided.backup(tmp_path / "none" / "a.likeness")


def test_a_short_passphrase_is_refused(decided: Library, tmp_path: Path) -> None:
    with pytest.raises(PassphraseError, match="8 to 1024"):
        decided.backup(tmp_path / "a.likeness", passphrase="short")
    assert not (tmp_path / "a.likeness").exists()


def test_a_file_that_somebody_made_meanwhile_stays(
    decided: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.likeness"
    after(monkeypatch, "read_back", lambda: file.write_bytes(b"theirs"))
    with pytest.raises(ExportError, match="meanwhile"):
        decided.backup(file)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [file.name]
    assert file.read_bytes() == b"theirs"


# ---------------------------------------------------------------- what goes wrong


def after(monkeypatch: pytest.MonkeyPatch, name: str, then: Callable[[], Any]) -> None:
    """Have *then* happen when the function *name* of the writer is done."""
    real = getattr(write, name)

    def both(*args: Any, **kwargs: Any) -> Any:
        result = real(*args, **kwargs)
        then()
        return result

    monkeypatch.setattr(write, name, both)


def test_what_was_forgotten_meanwhile_is_in_no_backup(
    decided: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after(monkeypatch, "read_back", lambda: decided.forget_person(decided.people()[0].person))
    with pytest.raises(LibraryBusyError, match="forgotten while"):
        decided.backup(tmp_path / "a.likeness")
    assert [path.name for path in tmp_path.iterdir()] == ["library"]


def test_what_a_killed_backup_left_goes_with_what_is_forgotten(
    decided: Library, tmp_path: Path
) -> None:
    left = decided.folder / "incoming" / "fetched-x"
    left.mkdir(parents=True)
    decided._parts.catalog.snapshot(left)
    decided.forget_person(decided.people()[0].person)
    assert not left.exists()


def test_nothing_private_stays_beside_the_library(decided: Library, tmp_path: Path) -> None:
    decided.backup(tmp_path / "a.likeness")
    left = [path.name for path in (decided.folder / "incoming").iterdir()]
    assert left in ([], [".lock"])


def test_a_disk_that_lies_is_found_out(
    decided: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = write.Backup.write

    def lying(self: Any, file: Path, passphrase: str | None) -> None:
        real(self, file, passphrase)
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)

    monkeypatch.setattr(write.Backup, "write", lying)
    with pytest.raises(BackupError, match="damaged"):
        decided.backup(tmp_path / "a.likeness")
    assert [path.name for path in tmp_path.iterdir()] == ["library"]


def test_a_full_disk_leaves_nothing(decided: Library) -> None:
    with small_disk("256k") as disk:
        with pytest.raises(ExportError, match="No space left"):
            decided.backup(disk / "a.likeness")
        assert list(disk.iterdir()) == []


def test_a_library_that_is_not_sound_is_not_backed_up(decided: Library, tmp_path: Path) -> None:
    with decided._parts.catalog.database.writing() as connection:
        connection.exec_driver_sql("UPDATE face SET status = 'too_small'")
    with pytest.raises(LikenessError, match="not sound"):
        decided.backup(tmp_path / "a.likeness")


def test_a_library_in_postgresql_comes_back_as_a_file(decided: Library, tmp_path: Path) -> None:
    before = all_of(decided)
    with fresh_schema() as url:
        decided.move(url)
        decided.close()
        with Library.open(decided.folder) as library:
            number = library._parts.catalog.library_id()
            before["pictures"] = all_of(library)["pictures"]
            report = library.backup(tmp_path / "a.likeness")
            assert (report.library, report.photos) == (number, 6)
        assert url.encode() not in (tmp_path / "a.likeness").read_bytes()
        restored = Library.restore(tmp_path / "a.likeness", tmp_path / "new")
    assert restored.was_in == ("postgresql",)
    with Library.open(tmp_path / "new") as library:
        assert all_of(library) == before
        assert library._parts.catalog.library_id() == number


def test_looks_tell_a_backup_from_other_files(decided: Library, tmp_path: Path) -> None:
    for words in (None, WORDS):
        file = tmp_path / f"{words}.likeness"
        decided.backup(file, passphrase=words)
        assert passing.looks_like_backup(file)
    (tmp_path / "a.txt").write_bytes(b"manifest.json")
    assert not passing.looks_like_backup(tmp_path / "a.txt")
    with pytest.raises(BackupError, match="cannot be read"):
        passing.looks_like_backup(tmp_path / "none")
