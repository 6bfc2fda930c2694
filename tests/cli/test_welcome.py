"""`likeness` alone says what to do next, by how far somebody has come."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness.errors import LibraryMissingError
from likeness.types import Source
from tests.cli.conftest import Cli
from tests.cli.fake import BOB, person

SOURCE = Source(source="/photos", photos=1234, missing=0, mounted=True, id=1)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "faces").mkdir()
    return str(tmp_path / "faces")


def test_without_a_library_it_says_add_and_makes_none(cli: Cli, tmp_path: Path) -> None:
    done = cli("--library", str(tmp_path / "none"), open=LibraryMissingError("None."))

    assert done.status == 0
    assert "There are no photos yet" in done.out
    assert f"likeness --library {tmp_path}/none add PHOTOS" in done.out
    assert done.library.opened == [(str(tmp_path / "none"), False)]


def test_an_empty_library_is_no_different(cli: Cli, folder: str) -> None:
    done = cli("--library", folder, people=[], sources=[], failures=[])

    assert done.status == 0
    assert "add PHOTOS" in done.out
    assert "find" not in done.out


def test_a_library_with_people_shows_the_ways_on(cli: Cli, folder: str) -> None:
    done = cli(
        "--library",
        folder,
        people=[person(), person(BOB, name=None)],
        sources=[SOURCE],
        failures=["one"],
    )

    assert done.status == 0
    assert f"1,234 photos and 2 people, 1 without a name in the library {folder}." in done.lines
    for command in ("people", "people name ID NAME", "find me.jpg", "failures", "add"):
        assert any(line.endswith(f"likeness --library {folder} {command}") for line in done.lines)


def test_photos_without_people_are_to_be_grouped(cli: Cli, folder: str) -> None:
    """As after an `add` that was stopped before it came to grouping."""
    done = cli("--library", folder, people=[], sources=[SOURCE], failures=[])

    assert f"likeness --library {folder} group" in done.out
    assert "folder people" not in done.out


def test_what_is_not_needed_is_not_offered(cli: Cli, folder: str) -> None:
    done = cli("--library", folder, people=[person()], sources=[SOURCE], failures=[])

    assert "without a name" not in done.out
    assert "people name" not in done.out
    assert "failures" not in done.out


def test_scripts_get_one_object(cli: Cli, folder: str) -> None:
    done = cli(
        "--library", folder, "--json", people=[person(name=None)], sources=[SOURCE], failures=[]
    )

    assert done.rows == [
        {"library": folder, "photos": 1234, "people": 1, "unnamed": 1, "failures": 0}
    ]
    assert done.err == ""
