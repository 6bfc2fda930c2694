"""Averages beside each other, in motion, over time, compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from likeness import Library
from likeness.errors import ExportError, UsageError
from likeness.types import AverageOf


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
