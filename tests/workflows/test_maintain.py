"""Care of a library: models, the doctor, and forgetting for good."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from likeness import Library
from likeness.blobs.base import crop_key, thumbnail_key
from likeness.blobs.folder import INCOMING
from likeness.errors import (
    BlobNotFoundError,
    LibraryBusyError,
    LibraryError,
    SettingsError,
    StoreUnavailableError,
    UnknownPersonError,
)
from likeness.types import Contract, FaceId, IngestBatch, PhotoFacts, PhotoId
from likeness.workflows import index as indexing
from likeness.workflows.claim import MARK
from likeness.workflows.maintain import finish_forgetting

NAME = "Zoë Quux-Überall"


def raw_files(folder: Path) -> bytes:
    """All bytes of a library, in every file."""
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_every_built_in_model_is_listed_with_its_terms_and_is_what_was_published(
    empty: Library,
) -> None:
    models = empty.models()

    assert {model.task for model in models} == {"detect", "embed", "landmarks", "attributes"}
    assert all(model.installed and model.bytes and model.data_licence for model in models)
    assert {model.weights_licence for model in models} == {"MIT"}
    assert all(check.ok for check in empty.verify_models())


def test_the_doctor_finds_a_sound_library_sound(indexed: Library) -> None:
    assert [check for check in indexed.doctor() if not check.ok] == []


def test_the_doctor_says_that_a_source_is_away(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    pictures.rename(pictures.with_name("unplugged"))

    (wrong,) = [check for check in empty.doctor() if not check.ok]

    assert str(pictures) in wrong.check
    assert "mount it" in wrong.detail


@pytest.mark.parametrize(("mode", "ok"), [(0o700, True), (0o755, True), (0o775, False)])
def test_the_doctor_looks_who_may_change_the_library(empty: Library, mode: int, ok: bool) -> None:
    empty.folder.chmod(mode)

    (found,) = [check for check in empty.doctor() if check.check == "folder"]

    assert found.ok == ok
    assert ("chmod" in found.detail) == (mode != 0o700)


def test_the_doctor_makes_a_lost_index_again(indexed: Library) -> None:
    indexed.close()
    for file in (indexed.folder / "index").rglob("*"):
        if file.is_file():
            file.unlink()

    with Library.open(indexed.folder) as again:
        (index,) = [check for check in again.doctor() if check.check == "index"]

    assert index.ok
    assert "made again" in index.detail


def test_the_doctor_removes_a_stray_thumbnail(indexed: Library) -> None:
    stray = thumbnail_key("f" * 64)  # type: ignore[arg-type]
    indexed._parts.blobs.put(stray, b"stray")

    assert all(check.ok for check in indexed.doctor())
    with pytest.raises(BlobNotFoundError):
        indexed._parts.blobs.get(stray)


def test_the_doctor_makes_lost_small_pictures_again(indexed: Library) -> None:
    blobs = indexed._parts.blobs
    before = {key: blobs.get(key) for key in blobs.keys()}  # noqa: SIM118 - no mapping
    for key in before:
        blobs.delete(key)

    (found,) = [check for check in indexed.doctor() if check.check == "blobs"]

    assert (found.ok, found.detail) == (True, "made those of 6 photos again")
    assert {key: blobs.get(key) for key in blobs.keys()} == before  # noqa: SIM118


def test_small_pictures_of_photos_that_are_gone_stay_lost(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    (pictures / "t1.jpg").write_bytes(b"something else")
    (pictures / "010_2.jpg").unlink(missing_ok=True)
    (pictures / "day 2" / "010_2.jpg").unlink(missing_ok=True)
    for key in list(empty._parts.blobs.keys()):
        empty._parts.blobs.delete(key)

    (found,) = [check for check in empty.doctor() if check.check == "blobs"]

    assert not found.ok
    assert found.detail.startswith("2 photos")


def test_a_forgotten_person_leaves_no_trace_in_the_raw_files(
    indexed: Library, few_photos: Path
) -> None:
    person = indexed.people()[0].person
    faces = [face.face for face in indexed.faces(person=person)]
    vectors = indexed._parts.catalog.embeddings(faces)
    crops = [indexed._parts.blobs.get(crop_key(face)) for face in faces]
    indexed.name(person, NAME)
    indexed.find(f"face:{faces[0]}")
    traces = [NAME.encode(), *[vector.astype("<f4").tobytes() for vector in vectors], *crops]
    before = raw_files(indexed.folder)
    assert all(trace in before for trace in traces), "the test looks for the wrong bytes"

    report = indexed.forget_person(NAME)
    indexed.close()

    after = raw_files(indexed.folder)
    assert (report.people, report.faces) == (1, 2)
    assert [trace[:16] for trace in traces if trace in after] == []
    assert person.encode() not in after
    assert not list((indexed.folder / "index").glob("*.scores.json"))


def test_forgotten_faces_do_not_come_back_with_their_photos(
    indexed: Library, few_photos: Path
) -> None:
    person = indexed.people()[0].person
    count = len(indexed.faces())
    indexed.forget_person(person)
    indexed.add(few_photos)
    indexed.group(again=True)

    assert len(indexed.faces()) == count - 2
    with pytest.raises(UnknownPersonError):
        indexed.faces(person=person)


def test_a_forgotten_photo_does_not_come_back(indexed: Library, few_photos: Path) -> None:
    photo = next(row for row in indexed.photos() if row.photo.endswith("t1.jpg"))
    faces = indexed.faces(photo=photo.sha256)
    vector = indexed._parts.catalog.embeddings([faces[0].face])[0]

    report = indexed.forget_photo(few_photos / "t1.jpg")
    again = indexed.add(few_photos)

    assert (report.photos, report.faces) == (1, 6)
    assert (again.photos, again.new) == (5, 0)
    assert photo.sha256 not in [row.sha256 for row in indexed.photos()]
    indexed.close()
    after = raw_files(indexed.folder)
    assert vector.astype("<f4").tobytes() not in after
    assert b"t1.jpg" not in after


def test_forgetting_leaves_one_entry_without_personal_data_that_cannot_be_undone(
    indexed: Library,
) -> None:
    person = indexed.people()[0].person
    indexed.name(person, NAME)
    indexed.forget_person(person)

    newest = indexed.history(1)[0]
    assert newest.kind == "forget"
    assert not any(NAME in edit.what or person in edit.what for edit in indexed.history())


def test_a_search_after_forgetting_finds_nothing(indexed: Library, photos: Path) -> None:
    indexed.forget_person(indexed.people()[0].person)

    assert indexed.find(photos / "scenes" / "007_B.jpg").answer == "absent"


def test_forgetting_that_was_cut_short_is_finished_at_the_next_opening(indexed: Library) -> None:
    person = indexed.people()[0].person
    face = indexed.faces(person=person)[0].face
    with indexed._parts.catalog.writing():  # killed before the blobs were deleted
        indexed._parts.catalog.forget_person(person, who="")
    indexed.close()

    with Library.open(indexed.folder) as again:
        assert not any(again._parts.catalog.pending_deletions().values())
        with pytest.raises(BlobNotFoundError):
            again._parts.blobs.get(crop_key(face))


def test_nothing_is_forgotten_in_a_bucket_of_another_library(
    indexed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = indexed._parts
    face = indexed.faces(person=indexed.people()[0].person)[0].face
    with parts.catalog.writing():
        parts.catalog.forget_person(indexed.people()[0].person, who="")
    parts.blobs.put(MARK, b"another")
    blobs = parts.settings.blobs.model_copy(update={"url": "s3://theirs"})
    monkeypatch.setattr(parts, "settings", parts.settings.model_copy(update={"blobs": blobs}))

    with pytest.raises(SettingsError, match="another library"):
        finish_forgetting(parts)

    assert parts.blobs.get(crop_key(face))


def test_finishing_with_nothing_to_forget_changes_nothing(indexed: Library) -> None:
    index = indexed._parts.index(indexed._parts.analyser.contract)
    before = index.revision

    finish_forgetting(indexed._parts)

    assert index.revision == before


def test_originals_stay_when_they_are_forgotten(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    content = (pictures / "t1.jpg").read_bytes()
    empty.forget_photo(pictures / "t1.jpg")

    assert (pictures / "t1.jpg").read_bytes() == content
    assert np.frombuffer(content[:2], np.uint8).tolist() == [0xFF, 0xD8]


STRAY = FaceId("f" + "5" * 16)


@pytest.mark.parametrize("verb", ["doctor", "forget"])
def test_pictures_that_a_killed_run_left_of_faces_that_are_not_known_are_removed(
    indexed: Library, verb: str
) -> None:
    blobs = indexed._parts.blobs
    blobs.put(crop_key(STRAY), b"the face of somebody")
    (indexed.folder / "blobs" / INCOMING / "draft").write_bytes(b"half of a face")
    kept = {key for key in blobs.keys("crops/") if key != crop_key(STRAY)}

    if verb == "doctor":
        indexed.doctor()
    else:
        indexed.forget_photo(next(row.sha256 for row in indexed.photos() if row.faces == 0))

    assert set(blobs.keys("crops/")) == kept
    assert list((indexed.folder / "blobs" / INCOMING).iterdir()) == []


def test_the_doctor_removes_no_picture_that_somebody_is_just_adding(indexed: Library) -> None:
    blobs, catalog = indexed._parts.blobs, indexed._parts.catalog
    put, asked = threading.Event(), threading.Event()

    def add() -> None:
        with catalog.writing("add"):
            blobs.put(crop_key(STRAY), b"new")
            put.set()
            asked.wait(10)
            blobs.put(thumbnail_key(PhotoId("e" * 64)), b"new")
            catalog.write(IngestBatch(source=1, photos=(facts(PhotoId("e" * 64)),)))

    def wait(message: str) -> None:
        asked.set()

    with Library.open(indexed.folder, on_wait=wait) as second:
        writer = threading.Thread(target=add)
        writer.start()
        put.wait(10)
        second.doctor()
        writer.join()

    assert asked.is_set()
    assert blobs.get(thumbnail_key(PhotoId("e" * 64))) == b"new"


def facts(photo: PhotoId) -> PhotoFacts:
    return PhotoFacts(
        id=photo,
        size=1,
        width=1,
        height=1,
        format="PNG",
        status="ok",
        taken=None,
        taken_offset=None,
        taken_from=None,
        camera=None,
        phash=0,
        thumbhash=b"x",
    )


@pytest.mark.parametrize("how", ["rebuilt", "extended"])
def test_an_index_that_is_mended_while_somebody_is_forgotten_forgets_too(
    indexed: Library, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """As when `find` of one process and `forget` of another meet."""
    parts = indexed._parts
    person = indexed.people()[0].person
    faces = [face.face for face in indexed.faces(person=person)]
    gone = parts.catalog.embeddings(faces)
    ids, rows = parts.catalog.vectors(parts.contract)
    parts.index(parts.contract).replace(ids[:1], rows[:1], 0 if how == "extended" else 10**6)
    read = parts.catalog.vectors

    def read_just_before(contract: Contract, after: int = 0) -> object:
        found = read(contract, after)
        monkeypatch.setattr(parts.catalog, "vectors", read)
        with Library.open(indexed.folder) as other:
            other.forget_person(person)
        return found

    monkeypatch.setattr(parts.catalog, "vectors", read_just_before)
    indexing.refresh(parts, parts.contract)

    raw = raw_files(indexed.folder / "index")
    assert [vector for vector in gone if vector.astype("<f4").tobytes() in raw] == []
    assert parts.index(parts.contract).revision == parts.catalog.revision(parts.contract)


@pytest.mark.parametrize("error", [LibraryBusyError, StoreUnavailableError])
def test_who_reads_or_fills_the_disk_keeps_nobody_from_opening_what_has_to_be_forgotten(
    indexed: Library, monkeypatch: pytest.MonkeyPatch, error: type[LibraryError]
) -> None:
    with indexed._parts.catalog.writing():
        indexed._parts.catalog.forget_person(indexed.people()[0].person, who="")

    def busy(engine: object) -> None:
        raise error("Not now.")

    told: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr("likeness.catalog.sqlite.scrub", busy)
        with Library.open(indexed.folder, on_wait=told.append) as reader:
            assert reader.photos()
        with Library.open(indexed.folder) as reader:
            assert any(reader._parts.catalog.pending_deletions().values())
    assert told == ["Not now."]
    with Library.open(indexed.folder) as reader:
        assert not any(reader._parts.catalog.pending_deletions().values())
