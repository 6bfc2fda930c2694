"""Averages beside each other, in motion, over time, compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from likeness import Library
from likeness.errors import ExportError, UsageError
from likeness.types import AverageOf
from likeness.workflows.average.drawing import save_moving


def frames_of(file: Path) -> int:
    with Image.open(file) as picture:
        return int(getattr(picture, "n_frames", 1))


def test_a_film_shows_the_average_growing(averaged: Library, tmp_path: Path) -> None:
    made = averaged.average(side=256)
    averaged.save_building(made, tmp_path / "grow.gif")
    assert frames_of(tmp_path / "grow.gif") > len(made.face.voices)
    assert averaged.draw_difference(made).shape[1] == 256
    beside = averaged.draw_averages([made, made], ["one", "other"])
    assert beside.shape[1] > 2 * 256


def test_a_film_has_one_of_two_endings(averaged: Library, tmp_path: Path) -> None:
    made = averaged.average(side=256)
    with pytest.raises(ExportError, match=r"\.gif or \.mp4"):
        averaged.save_building(made, tmp_path / "grow.avi")


def test_over_collections_the_mean_moves(averaged: Library, tmp_path: Path) -> None:
    photos = [photo.photo for photo in averaged.photos() if photo.faces]
    averaged.create_collection("all", photos)
    averaged.create_collection("few", photos[-2:])
    averaged.create_collection("one", photos[:1])
    periods = averaged.average_over(by="collection", side=256)
    assert [period.label for period in periods] == ["all", "few"]
    assert periods[0].moved is None
    averaged.save_periods(periods, tmp_path / "strip.png")
    averaged.save_periods(periods, tmp_path / "film.gif")
    with Image.open(tmp_path / "strip.png") as strip:
        assert strip.width > 2 * 240
    assert frames_of(tmp_path / "film.gif") > 10


def test_periods_have_three_faces_at_least(averaged: Library) -> None:
    with pytest.raises(UsageError, match="3 faces"):
        averaged.average_over(by="collection", side=256)


def test_two_averages_are_compared(averaged: Library, tmp_path: Path) -> None:
    person = averaged.people()[0].person
    one = averaged.average(AverageOf(people=(person,)), side=256)
    averaged.keep_average(one, 'One <b>"person"')
    found = averaged.compare_averages("Everybody", 'One <b>"person"', tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text()
    assert found.plain > 0
    assert "<b>" not in page
    assert "http:" not in page
    assert "https:" not in page
    averaged.compare_averages("Everybody", 'One <b>"person"', tmp_path / "both.png")
    with Image.open(tmp_path / "both.png") as both:
        assert np.asarray(both).shape[1] > 2 * 256


def test_an_average_is_no_distance_from_itself(averaged: Library) -> None:
    found = averaged.compare_averages("Everybody", "Everybody")
    assert found.plain == pytest.approx(0, abs=1e-4)


def test_files_that_cannot_be_written_are_said_before(averaged: Library, tmp_path: Path) -> None:
    averaged.check_files(still=[str(tmp_path / "new" / "a.png")], moving=[str(tmp_path / "a.gif")])
    photo = next(photo.photo for photo in averaged.photos())
    for wrong in (str(tmp_path / "a.gif"), str(averaged.folder / "a.png"), photo):
        with pytest.raises(ExportError):
            averaged.check_files(still=[wrong])


@pytest.mark.parametrize("title", ["", "  ", "a\x1bb", "x" * 201])
def test_titles_that_cannot_be_are_said_before(averaged: Library, title: str) -> None:
    with pytest.raises(UsageError, match="The title of an average"):
        averaged.check_files(titles=[title])


def test_a_film_follows_no_link_and_replaces_what_was_there(
    averaged: Library, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.jpg"
    mine.write_bytes(b"a photo")
    folder = tmp_path / "films"
    folder.mkdir()
    (folder / "film.mp4").write_bytes(b"an older film")
    (folder / ".film.mp4.part.mp4").symlink_to(mine)
    frames = [np.full((64, 64, 3), grey, np.uint8) for grey in (0, 99)]
    save_moving(averaged._parts, iter(frames), folder / "film.mp4")
    assert mine.read_bytes() == b"a photo"
    assert (folder / "film.mp4").stat().st_size > 100
    assert {file.name for file in folder.iterdir()} == {"film.mp4", ".film.mp4.part.mp4"}


def test_a_film_that_fails_leaves_what_was_there(averaged: Library, tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    (folder / "film.mp4").write_bytes(b"an older film")
    frames = [np.zeros((64, 64, 3), np.uint8), np.zeros((32, 32, 3), np.uint8)]
    with pytest.raises(ValueError, match="shape"):
        save_moving(averaged._parts, iter(frames), folder / "film.mp4")
    assert [file.read_bytes() for file in folder.iterdir()] == [b"an older film"]


def test_a_comparison_looks_at_the_file_before_anything_is_made(
    averaged: Library, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="must end in"):
        averaged.compare_averages("not even", "there", tmp_path / "x.txt")
