"""/averages: their pictures, and what they are made of."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from starlette.testclient import TestClient

from likeness import Library
from likeness.types import AverageId, AverageOf, KeptAverage

API = "/api/v1/averages"


@pytest.fixture
def average(library: Library) -> str:
    """An average of one person that is kept."""
    person = library.people()[0].person
    made = library.average(AverageOf(people=(person,)), side=256)
    return library.keep_average(made, "Sommer/Fest").id


@pytest.fixture
def picture(library: Library, average: str) -> str:
    """A picture of it."""
    job = library.jobs.ask("average_difference", {"average": average})
    library.work(once=True)
    result = library.jobs.get(job.job).result
    assert result is not None
    return str(result["picture"])


def test_an_average_says_of_whom_it_is_and_what_it_is_made_of(
    reader: TestClient, library: Library, average: str
) -> None:
    (found,) = reader.get(API).json()

    assert found["recipe"]["people"] == [library.people()[0].person]
    assert found["recipe"]["side"] == 256
    assert found["report"]["side"] == 256
    assert found["report"]["anonymous"] is False
    assert reader.get(f"{API}/{average}").json() == found


def test_a_picture_is_shown_or_saved_under_its_title(
    reader: TestClient, average: str, picture: str
) -> None:
    for path in (f"{API}/{average}/picture", f"{API}/pictures/{picture}"):
        shown = reader.get(path)
        saved = reader.get(path, params={"download": "true"})

        assert Image.open(io.BytesIO(shown.content)).format == "WEBP"
        assert shown.headers["content-type"] == "image/webp"
        assert shown.headers["content-disposition"].startswith("inline")
        assert saved.headers["content-disposition"].startswith("attachment")
        assert "Sommer_Fest.webp" in saved.headers["content-disposition"]
        same = reader.get(path, headers={"If-None-Match": shown.headers["etag"]})
        assert same.status_code == 304


def test_pictures_are_listed_with_what_they_are_of(
    reader: TestClient, average: str, picture: str
) -> None:
    (found,) = reader.get(f"{API}/pictures").json()

    assert (found["picture"], found["kind"], found["of"]) == (picture, "difference", [average])
    assert found["report"]["differs"][0][1] >= found["report"]["differs"][-1][1]
    assert found["report"]["periods"] is None
    assert [row["average"] for row in reader.get(API).json()] == [average]


def test_a_picture_that_no_longer_holds_is_refused(
    reader: TestClient, library: Library, picture: str
) -> None:
    library.opt_out(library.people()[0].person)

    (found,) = reader.get(f"{API}/pictures").json()
    assert found["made"] is None
    refused = reader.get(f"{API}/pictures/{picture}")
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "urn:likeness:problem:edit-refused",
    )


def test_an_average_that_no_longer_holds_has_no_report(
    reader: TestClient, library: Library, average: str
) -> None:
    library.opt_out(library.people()[0].person)

    found = reader.get(f"{API}/{average}").json()
    assert (found["made"], found["report"]) == (None, None)


def test_an_average_of_another_version_is_listed_without_its_report(
    reader: TestClient, library: Library
) -> None:
    odd = KeptAverage(
        id=AverageId("a" + "0" * 16),
        title="Odd",
        recipe={"people": []},
        made="2026-02-03T04:05:06+00:00",
        faces=(),
        report={"spread": 0.25},
    )
    library._parts.catalog.keep_average(odd)

    (found,) = reader.get(API).json()
    assert (found["title"], found["made"], found["report"]) == ("Odd", odd.made, None)


def test_a_picture_is_removed(editor: TestClient, picture: str) -> None:
    assert editor.delete(f"{API}/pictures/{picture}").status_code == 204
    assert editor.get(f"{API}/pictures").json() == []
    assert editor.get(f"{API}/pictures/{picture}").status_code == 404
    assert editor.delete(f"{API}/pictures/{picture}").status_code == 404
