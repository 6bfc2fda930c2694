"""Care of a library: models, the doctor, and forgetting for good."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from likeness import Library
from likeness.blobs.base import crop_key, thumbnail_key
from likeness.errors import BlobNotFoundError, UnknownPersonError
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


def test_the_doctor_makes_a_lost_index_again(indexed: Library) -> None:
    indexed.close()
    for file in (indexed.folder / "index").rglob("*"):
        if file.is_file():
            file.unlink()

    with Library.open(indexed.folder) as again:
        (index,) = [check for check in again.doctor() if check.check == "index"]

    assert index.ok
    assert "made again" in index.detail


def test_the_doctor_misses_a_thumbnail_and_removes_a_stray_one(indexed: Library) -> None:
    blobs = indexed._parts.blobs
    blobs.delete(thumbnail_key(indexed.photos()[0].sha256))
    stray = thumbnail_key("f" * 64)  # type: ignore[arg-type]
    blobs.put(stray, b"stray")

    (found,) = [check for check in indexed.doctor() if check.check == "blobs"]

    assert not found.ok
    with pytest.raises(BlobNotFoundError):
        blobs.get(stray)


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
