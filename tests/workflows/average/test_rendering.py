"""Pictures of averages, from what is asked for to what is kept, as workers make them."""

from __future__ import annotations

from typing import Any

import pytest

from likeness import Library
from likeness.errors import UnknownAverageError, UnknownPhotoError, UsageError
from likeness.types import AveragePicture, Job


def done(library: Library, kind: str, **arguments: Any) -> Job:
    """Ask for work, do it, and return what became of it."""
    job = library.jobs.ask(kind, arguments)
    library.work(once=True)
    return library.jobs.get(job.job)


def made(library: Library, kind: str, **arguments: Any) -> AveragePicture:
    job = done(library, kind, **arguments)
    assert job.state == "done", job.error
    assert job.result is not None
    return next(row for row in library.average_pictures() if row.id == job.result["picture"])


def test_a_strip_shows_each_event_and_says_how_many_are_in_it(averaged: Library) -> None:
    photos = sorted(photo.photo for photo in averaged.photos() if photo.faces)
    averaged.create_collection("All of it", photos)
    averaged.create_collection("Too few", photos[:1])

    strip = made(averaged, "average_strip", title="Events", by="collection", side=256)

    (period,) = strip.report["periods"]
    counted = sum(1 for _ in averaged.faces())
    assert (strip.kind, strip.title, strip.of) == ("strip", "Events", ())
    assert (period["label"], period["faces"], period["moved"]) == ("All of it", counted, None)
    assert strip.width > 240


def test_an_average_on_the_built_in_template_is_of_all_whose_shoulders_it_shows(
    averaged: Library,
) -> None:
    (average,) = averaged.averages()

    picture = made(averaged, "average_template", averages=["Everybody"], on="single")

    (row,) = averaged._parts.catalog.average_pictures()
    assert (picture.kind, picture.of) == ("template", (average.id,))
    assert set(row.faces) >= set(average.faces)


def test_an_average_on_a_photo_goes_with_anybody_on_that_photo(averaged: Library) -> None:
    photo = next(photo for photo in averaged.photos() if photo.faces)
    on_it = averaged.faces(photo=photo.photo, everything=True)

    picture = made(averaged, "average_template", averages=["Everybody"], on=f"{photo.sha256}#1")

    (row,) = averaged._parts.catalog.average_pictures()
    assert picture.report["on"] == f"{photo.sha256}#1"
    assert set(row.recipe["shows"]) == {face.face for face in on_it}


def test_a_photo_that_is_no_template_is_refused_without_saying_where_it_lies(
    averaged: Library,
) -> None:
    photo = next(photo for photo in averaged.photos() if photo.faces)

    job = done(averaged, "average_template", averages=["Everybody"], on=f"{photo.sha256}#99")

    assert job.state == "failed"
    assert job.error is not None
    assert "no face number 99" in job.error
    assert "/" not in job.error


def test_the_difference_names_the_parts_that_differ(averaged: Library) -> None:
    (average,) = averaged.averages()

    picture = made(averaged, "average_difference", average="Everybody")

    assert picture.of == (average.id,)
    assert picture.report["differs"] == [list(part) for part in average.report["differs"]]


@pytest.mark.parametrize(
    ("kind", "arguments", "error"),
    [
        ("average_strip", {"title": "x", "by": "week"}, UsageError),
        ("average_strip", {"title": "x", "by": "collection", "collection": "c"}, UsageError),
        ("average_template", {"averages": []}, UsageError),
        ("average_template", {"averages": ["Everybody"], "on": "pair"}, UsageError),
        ("average_template", {"averages": ["Everybody"], "on": "/etc/passwd"}, UsageError),
        ("average_template", {"averages": ["Everybody"], "on": "0" * 64}, UnknownPhotoError),
        ("average_template", {"averages": ["Nobody"]}, UnknownAverageError),
        ("average_difference", {"average": "Nobody"}, UnknownAverageError),
    ],
)
def test_what_cannot_be_made_is_refused_at_once(
    averaged: Library, kind: str, arguments: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        averaged.jobs.ask(kind, arguments)
    assert averaged.jobs.list() == []
