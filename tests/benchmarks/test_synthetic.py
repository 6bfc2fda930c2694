"""The benchmark of pages, small: the library that it makes is sound, and every page is clocked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from likeness import Library
from likeness.types import PhotoQuery
from tests.benchmarks.loading import loaded

PHOTOS = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("synthetic") / "library"
    loaded("synthetic").make(folder, PHOTOS)
    return folder


def test_the_library_is_sound_and_has_what_was_asked_for(folder: Path) -> None:
    with Library.open(folder) as library:
        assert library._parts.catalog.check() == []
        overview = library.overview()
        assert overview.photos == PHOTOS
        assert 0 < overview.unassigned < overview.faces
        assert 0 < overview.named <= overview.people
        assert len(library.collections()) == 30
        rows = library.photo_page(limit=PHOTOS).items
        assert {row.places[0][1][:6] for row in rows if row.places} == {"folder"}
        assert all(library.preview(row.photo, 512) for row in rows)
        assert len(library.photo_page(PhotoQuery(undated=True)).items) > 0


def test_the_same_numbers_give_the_same_library(folder: Path, tmp_path: Path) -> None:
    loaded("synthetic").make(tmp_path / "again", PHOTOS)
    with Library.open(folder) as one, Library.open(tmp_path / "again") as other:
        assert one.photo_page(limit=PHOTOS) == other.photo_page(limit=PHOTOS)
        assert one.people() == other.people()


def test_every_kind_of_page_is_clocked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loaded("pages").main([str(folder), "--times", "2", "--limit", "10"])

    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert result["photos"] == PHOTOS
    assert {"first page", "deep page", "one person", "two people"} <= result["milliseconds"].keys()
    assert all(figures["p50"] > 0 for figures in result["milliseconds"].values())
