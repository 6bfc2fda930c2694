"""Averages that a library keeps."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from likeness import Library
from likeness.blobs.base import average_key
from likeness.errors import (
    EditRefusedError,
    LibraryError,
    UnknownAverageError,
)
from likeness.types import AverageOf, Progress
from tests.workflows.meanwhile import Once, by_another


def everybody(library: Library) -> str:
    (kept,) = library.averages()
    return kept.id


def test_a_kept_average_looks_as_it_did_when_it_was_made(averaged: Library) -> None:
    (kept,) = averaged.averages()
    picture = averaged.kept_average("Everybody")
    assert kept.title == picture.kept.title == "Everybody"
    assert len(kept.faces) == kept.report["shaped"]
    again = averaged.average(side=256)
    far = np.abs(picture.pixels.astype(int) - again.pixels.astype(int))
    assert far.max() <= 3  # light was rounded to what screens show before the background


def test_another_average_of_one_title_takes_its_place(averaged: Library) -> None:
    person = averaged.people()[0].person
    made = averaged.average(AverageOf(people=(person,)), side=256)
    averaged.keep_average(made, "Everybody")
    (kept,) = averaged.averages()
    assert set(kept.faces) <= {face.face for face in averaged.faces(person=person)}
    blobs = averaged._parts.blobs
    assert list(blobs.keys("averages/")) == [average_key(kept.id)]


def test_forgetting_a_member_deletes_the_picture_at_once(averaged: Library) -> None:
    key = average_key(everybody(averaged))  # type: ignore[arg-type]
    person = averaged.people()[0]
    averaged.forget_person(person.person)
    (kept,) = averaged.averages()
    assert kept.made is None
    assert kept.faces == ()
    assert key not in set(averaged._parts.blobs.keys("averages/"))


def test_an_average_is_made_anew_without_who_was_forgotten(averaged: Library) -> None:
    photo = averaged.faces()[0].photo
    theirs = {face.face for face in averaged.faces(photo=photo, everything=True)}
    averaged.forget_photo(photo)
    (made,) = averaged.remake_averages()
    assert made.made is not None
    assert not theirs & set(made.faces)
    assert averaged.remake_averages() == []


@pytest.mark.parametrize("way", ["hide", "opt_out"])
def test_an_average_of_who_opted_out_since_no_longer_holds(averaged: Library, way: str) -> None:
    person = averaged.people()[0].person
    theirs = {face.face for face in averaged.faces(person=person)}
    getattr(averaged, way)(person)
    assert averaged.averages()[0].made is None
    picture = averaged.kept_average("Everybody")  # looking at it makes it anew
    assert not theirs & set(picture.kept.faces)
    assert averaged.averages()[0].made is not None


def test_an_average_of_nobody_waits_until_somebody_opts_in_again(averaged: Library) -> None:
    person = averaged.people()[0].person
    made = averaged.average(AverageOf(people=(person,)), side=256)
    averaged.keep_average(made, "One")
    averaged.opt_out(person)
    assert [kept.title for kept in averaged.remake_averages()] == ["Everybody"]
    assert [kept.made is None for kept in averaged.averages()] == [False, True]
    averaged.opt_out(person, out=False)
    assert {kept.title for kept in averaged.averages() if kept.made} == {"Everybody", "One"}


def test_one_average_that_cannot_be_made_does_not_stop_the_others(averaged: Library) -> None:
    photos = [photo.photo for photo in averaged.photos() if photo.faces]
    averaged.create_collection("gone soon", photos)
    made = averaged.average(AverageOf(collection="gone soon"), side=256)
    averaged.keep_average(made, "A collection")
    averaged.delete_collection("gone soon")
    averaged.opt_out(averaged.people()[0].person)
    with pytest.raises(LibraryError, match="A collection"):
        averaged.remake_averages()
    assert {kept.title: kept.made is None for kept in averaged.averages()} == {
        "A collection": True,
        "Everybody": False,
    }


def test_what_is_kept_of_a_report_names_nobody(averaged: Library) -> None:
    for row in averaged.people():
        averaged.name(row.person, "Secret Person")
    averaged.keep_average(averaged.average(side=256), "Everybody")
    (kept,) = averaged.averages()
    told = json.dumps(dict(kept.report))
    assert kept.report["people"] > 1
    assert "Secret" not in told
    assert not kept.report.keys() & {"nearest", "farthest"}
    assert not re.search(r"[fp][0-9a-f]{16}", told)


def test_an_average_that_no_longer_holds_says_nothing_of_itself(averaged: Library) -> None:
    averaged.opt_out(averaged.people()[0].person)
    (kept,) = averaged.averages()
    assert (kept.made, kept.faces, kept.report) == (None, (), {})


def test_photos_that_are_away_do_not_make_it_an_average_of_the_rest(
    averaged: Library, few_photos: Path
) -> None:
    averaged.remove_source(few_photos)
    with pytest.raises(LibraryError, match="can be read now"):
        averaged.remake_averages("Everybody")
    assert averaged.averages()[0].made is not None


def test_a_lost_or_damaged_picture_is_made_again(averaged: Library) -> None:
    key = average_key(everybody(averaged))  # type: ignore[arg-type]
    before = averaged.kept_average("Everybody").pixels
    for damage in (b"not what was written", averaged._parts.blobs.get(key)[:5000]):
        averaged._parts.blobs.put(key, damage)
        assert np.abs(averaged.kept_average("Everybody").pixels.astype(int) - before).max() <= 3
    averaged._parts.blobs.delete(key)
    assert averaged.kept_average("Everybody").pixels.shape == before.shape


def test_nobody_is_kept_who_opted_out_while_the_average_was_made(averaged: Library) -> None:
    made = averaged.average(side=256)
    averaged.opt_out(averaged.people()[0].person)
    with pytest.raises(EditRefusedError, match="make it again"):
        averaged.keep_average(made, "Too late")


def test_nobody_is_drawn_who_opted_out_while_the_average_was_made(averaged: Library) -> None:
    person = averaged.people()[0].person

    def leave(progress: Progress) -> None:
        if progress.stage == "average" and progress.done == progress.total:
            averaged.opt_out(person)

    with pytest.raises(EditRefusedError, match="make it again"):
        averaged.average(side=256, progress=leave)


def test_a_removed_average_is_gone(averaged: Library) -> None:
    averaged.remove_average("Everybody")
    assert averaged.averages() == []
    assert list(averaged._parts.blobs.keys("averages/")) == []
    with pytest.raises(UnknownAverageError):
        averaged.kept_average("Everybody")


def test_the_doctor_removes_pictures_of_averages_that_nobody_keeps(averaged: Library) -> None:
    stray = average_key("a0123456789abcdef")  # type: ignore[arg-type]
    averaged._parts.blobs.put(stray, b"left by a killed run")
    averaged.doctor()
    assert set(averaged._parts.blobs.keys("averages/")) == {
        average_key(everybody(averaged))  # type: ignore[arg-type]
    }


def test_averages_move_with_their_library(averaged: Library, tmp_path: Path) -> None:
    averaged.move(str(tmp_path / "new home"))
    with Library.open(tmp_path / "new home") as moved:
        assert [kept.title for kept in moved.averages()] == ["Everybody"]
        assert moved.kept_average("Everybody").pixels.shape == (256, 256, 3)
    shutil.rmtree(tmp_path / "new home")


def test_an_average_that_is_dropped_while_it_is_made_anew_does_not_come_back(
    averaged: Library,
) -> None:
    once = Once(lambda: by_another(averaged, lambda other: other.remove_average("Everybody")))
    with pytest.raises(LibraryError, match="changed or dropped"):
        averaged.remake_averages("Everybody", progress=lambda _: once())
    assert averaged.averages() == []
    assert list(averaged._parts.blobs.keys("averages/")) == []


def test_a_recipe_never_names_who_was_forgotten_while_it_was_carried_out(averaged: Library) -> None:
    faces = tuple(face.face for face in averaged.faces())
    lone = next(face for face in averaged.faces() if face.person is None)
    averaged.assign(lone.face, new="Ada")
    averaged.hide("Ada")  # so its face shapes nothing, yet it is asked for
    made = averaged.average(AverageOf(faces=faces), side=256)
    averaged.forget_person("Ada")
    with pytest.raises(EditRefusedError, match="make it again"):
        averaged.keep_average(made, "Too late")
    assert [kept.title for kept in averaged.averages()] == ["Everybody"]
