"""Portraits of faces: made once, kept, forgotten."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from likeness import Library
from likeness.blobs.base import portrait_key
from likeness.errors import ExportError, PhotoError, UnknownPersonError, UsageError
from likeness.types import FaceId
from likeness.workflows.average.portraits import best_face, everybody


def kept_of(library: Library) -> set[str]:
    return set(library._parts.blobs.keys("portraits/"))


def test_a_person_is_shown_by_the_face_that_somebody_chose(indexed: Library) -> None:
    person = indexed.people()[0].person
    for face in indexed.faces(person=person):
        indexed.feature(person, face.face)
        assert np.array_equal(indexed.portrait(person, 128), indexed.portrait(face.face, 128))


def test_a_portrait_is_made_once(indexed: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    face = indexed.faces()[0].face
    made = indexed.portrait(face, 256)
    assert kept_of(indexed) == {portrait_key(face, 256)}
    monkeypatch.setattr("likeness.workflows.average.portraits.portrait", None)
    again = indexed.portrait(face, 256)
    assert np.abs(made.astype(int) - again.astype(int)).mean() < 6  # kept as WebP


def test_forgetting_deletes_portraits(indexed: Library) -> None:
    person = indexed.people()[0].person
    others = [face.face for face in indexed.faces() if face.person != person]
    indexed.portrait(person, 128)
    indexed.portrait(others[0], 128)
    indexed.forget_person(person)
    assert kept_of(indexed) == {portrait_key(others[0], 128)}


def test_a_photo_that_is_gone_has_no_portrait(indexed: Library, few_photos: Path) -> None:
    face = indexed.faces()[0].face
    indexed.remove_source(few_photos)
    with pytest.raises(PhotoError, match="cannot be read"):
        indexed.portrait(face)


def test_there_are_portraits_of_three_sizes(indexed: Library) -> None:
    with pytest.raises(UsageError, match="128, 256, 512"):
        indexed.portrait(indexed.faces()[0].face, 300)


def test_nobody_has_no_portrait(indexed: Library) -> None:
    with pytest.raises(UnknownPersonError):
        indexed.portrait("Nobody at all")


def test_everybody_on_one_sheet(indexed: Library, tmp_path: Path) -> None:
    report = indexed.save_portraits(tmp_path / "sheet.png", side=128)
    assert (report.portraits, report.missing) == (len(indexed.people()), 0)
    assert (tmp_path / "sheet.png").stat().st_size > 1000


def test_a_picture_each_in_a_folder(indexed: Library, tmp_path: Path) -> None:
    faces = [f"face:{face.face}" for face in indexed.faces()[:3]]
    report = indexed.save_portraits(tmp_path / "people", faces, side=128)
    assert report.portraits == len(list((tmp_path / "people").iterdir())) == 3


def test_a_face_that_is_asked_for_twice_is_drawn_once(indexed: Library, tmp_path: Path) -> None:
    face = f"face:{indexed.faces()[0].face}"
    report = indexed.save_portraits(tmp_path / "people", [face, face], side=128)
    assert (report.portraits, report.missing) == (1, 0)


@pytest.mark.parametrize("name", ["por.txt", "por.gif", "por.MP4"])
def test_the_name_of_another_file_is_no_folder(indexed: Library, tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match="no name for portraits"):
        indexed.save_portraits(tmp_path / name, side=128)
    assert not (tmp_path / name).exists()


def test_a_folder_may_have_a_dot_in_its_name(indexed: Library, tmp_path: Path) -> None:
    (tmp_path / "by.me").mkdir()
    for name in ("by.me", "on 2019.06.01"):
        assert indexed.save_portraits(tmp_path / name, side=128).portraits


def test_no_portraits_are_put_among_the_photos(indexed: Library, few_photos: Path) -> None:
    for place in (few_photos / "people", few_photos.parent):
        with pytest.raises(ExportError, match="Choose a folder"):
            indexed.save_portraits(place, side=128)
    assert not (few_photos / "people").exists()


def test_a_file_that_is_there_is_never_replaced(indexed: Library, tmp_path: Path) -> None:
    face = f"face:{indexed.faces()[0].face}"
    indexed.save_portraits(tmp_path / "people", [face], side=128)
    assert indexed.save_portraits(tmp_path / "people", [face], side=128).portraits == 1
    (file,) = (tmp_path / "people").iterdir()
    file.write_bytes(b"mine now")
    with pytest.raises(ExportError, match="something else"):
        indexed.save_portraits(tmp_path / "people", [face], side=128)
    assert file.read_bytes() == b"mine now"


@pytest.mark.parametrize("name", ["sheet.png", "people"])
def test_no_portrait_at_all_is_an_error(indexed: Library, tmp_path: Path, name: str) -> None:
    face = indexed.faces()[0].face
    indexed.not_a_face(face)
    with pytest.raises(ExportError, match="No portrait could be made"):
        indexed.save_portraits(tmp_path / name, [f"face:{face}"], side=128)
    assert not (tmp_path / name).exists()


def test_too_many_for_a_sheet_is_said_before_anything_is_drawn(
    indexed: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("likeness.portrait.sheet.LARGEST_SHEET", 64)
    with pytest.raises(UsageError, match="write a folder"):
        indexed.save_portraits(tmp_path / "sheet.png", side=128)
    assert kept_of(indexed) == set()


def test_everybody_is_shown_by_the_face_that_shows_them_best(indexed: Library) -> None:
    person = indexed.people()[0].person
    indexed.feature(person, min(face.face for face in indexed.faces(person=person)))
    found = everybody(indexed._parts)
    assert found == [
        (row.name or row.person, best_face(indexed._parts, row.person)) for row in indexed.people()
    ]


def test_the_doctor_removes_portraits_of_nobody(indexed: Library) -> None:
    stray = portrait_key(FaceId("f0123456789abcdef"), 128)
    indexed._parts.blobs.put(stray, b"left by a killed run")
    indexed.doctor()
    assert stray not in kept_of(indexed)
