"""people.json: paths and people."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import UsageError
from likeness.evaluation.layouts.filenames import FileNames
from likeness.evaluation.layouts.people_json import read_people_json

FILES = FileNames(["a.jpg", "b/c.jpg", "d\udcff.jpg"])


def test_photos_get_their_people() -> None:
    labels = read_people_json('{"b/c.jpg": "Ben <b>", "a.jpg": 7}', FILES)

    assert [(photo.path, photo.person) for photo in labels.photos] == [
        ("a.jpg", "7"),
        ("b/c.jpg", "Ben <b>"),
    ]
    assert (labels.layout, labels.pairs, labels.warnings) == ("people-json", None, ())


def test_what_cannot_be_used_is_counted() -> None:
    text = (
        '{"a.jpg": "Anna", "b/c.jpg": "Ben", "./b/c.jpg": "Carl", "x.jpg": "Xi", "../y": "Y",'
        ' "d": null, "e": true, "f": {"g": 1}, "h": " ", "i": "\\ud800"}'
    )

    labels = read_people_json(text, FILES)

    assert [photo.path for photo in labels.photos] == ["a.jpg"]
    assert labels.warnings == (
        (
            "people.json has 5 items that make no sense (item 6, 7, 8 and 2 more): left out; "
            'expected: {"photos/1.jpg": "Anna", "photos/2.jpg": "Ben"}.'
        ),
        (
            "people.json names 1 path outside of the data set (../y): refused; write paths "
            "relative to the data set's folder."
        ),
        "people.json names 1 file that is not there (x.jpg): left out.",
        "people.json gives 1 photo to more than one person (b/c.jpg): left out.",
    )


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "[1]", '"a"', "1" * 5000, "{} {}"])
def test_other_json_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r'expected: \{"photos/1.jpg": "Anna"'):
        read_people_json(text, FILES)


def test_labels_of_missing_photos_alone_are_refused() -> None:
    with pytest.raises(
        UsageError, match=r"labels no photo that is there.*1 file that is not there"
    ):
        read_people_json('{"x.jpg": "Xi"}', FILES)


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=4)))
def test_no_object_breaks_the_reader(items: dict[str, str]) -> None:
    text = json.dumps({**items, "a.jpg": "Anna", "d\udcff.jpg": "Dora"})

    labels = read_people_json(text, FILES)

    assert {photo.path: photo.person for photo in labels.photos} == {
        "a.jpg": "Anna",
        "d\udcff.jpg": "Dora",
    }


def test_more_than_32_mb_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "loads", None)
    with pytest.raises(UsageError, match=r"people.json is larger than 32 MB: split"):
        read_people_json('{"a.jpg": "Anna"}' + " " * 32 * 10**6, FILES)


@pytest.mark.parametrize("part", ["{},", "[],"])
def test_millions_of_empty_values_are_refused_before_they_are_read(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json, "loads", None)
    with pytest.raises(UsageError, match=r"people.json is no list of paths and people; expected"):
        read_people_json(f'{{"a": [{part * 1_000_001} 1]}}', FILES)
